using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>Functions of lists, maps and sets.</summary>
internal static class ListFunctions
{
    private static readonly string[] Ordered = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];

    private static readonly Dictionary<string, object> Zeros = new(StringComparer.Ordinal) { ["int"] = 0L, ["uint"] = 0UL, ["double"] = 0d, ["duration"] = TimeSpan.Zero };

    public static IEnumerable<Function> All =>
    [
        Function.Of("size(list(A)) int", a => Values.Size(a[0])),
        Function.Of("list(A):size() int", a => Values.Size(a[0])),
        Function.Of("size(map(A, B)) int", a => Values.Size(a[0])),
        Function.Of("map(A, B):size() int", a => Values.Size(a[0])),
        .. Ordered.SelectMany(t => (Function[])
        [
            Function.Of($"list({t}):isSorted() bool", a => Items(a[0]).Zip(Items(a[0]).Skip(1)).All(p => Values.Compare(p.First, p.Second) <= 0)),
            Function.Of($"list({t}):min() {t}", a => Most(a, "min", -1)),
            Function.Of($"list({t}):max() {t}", a => Most(a, "max", 1)),
            Function.Of($"list({t}):sort() list({t})", a => new ListValue([.. Items(a[0]).OrderBy(i => i, Comparer<object?>.Create(Values.Compare))])),
        ]),
        .. Zeros.Keys.Select(t => Function.Of($"list({t}):sum() {t}", a => Sum(Items(a[0]), t))),
        Function.Of("list(A):indexOf(A) int", a => (long)Items(a[0]).ToList().FindIndex(i => Values.Same(i, a[1]))),
        Function.Of("list(A):lastIndexOf(A) int", a => (long)Items(a[0]).ToList().FindLastIndex(i => Values.Same(i, a[1]))),
        Function.Of("list(A):slice(int, int) list(A)", Slice),
        Function.Of("list(list(A)):flatten() list(A)", a => Flat(Items(a[0]), 1)),
        Function.Of("list(dyn):flatten(int) list(dyn)", a => (long)a[1]! < 0 ? throw new EvaluationException("level must be non-negative") : Flat(Items(a[0]), (long)a[1]!)),
        Function.Of("list(A):distinct() list(A)", a => Distinct(Items(a[0]))),
        Function.Of("list(A):reverse() list(A)", a => new ListValue([.. Items(a[0]).Reverse()])),
        Function.Of("lists.range(int) list(int)", a => new ListValue([.. Enumerable.Range(0, (int)Math.Clamp((long)a[0]!, 0, 100_000)).Select(i => (object?)(long)i)])),
        Function.Of("sets.contains(list(A), list(A)) bool", a => Contains(a[0], a[1])),
        Function.Of("sets.equivalent(list(A), list(A)) bool", a => Contains(a[0], a[1]) && Contains(a[1], a[0])),
        Function.Of("sets.intersects(list(A), list(A)) bool", a => Items(a[0]).Any(i => Items(a[1]).Any(o => Values.Same(i, o)))),
    ];

    private static IReadOnlyList<object?> Items(object? list) => ((ListValue)list!).Items;

    private static object? Most(object?[] arguments, string name, int sign)
    {
        var items = Items(arguments[0]);
        if (items.Count == 0) throw new EvaluationException($"{name} called on empty list");
        return items.Aggregate((best, item) => Values.Compare(item, best) * sign > 0 ? item : best);
    }

    private static object? Sum(IReadOnlyList<object?> items, string type)
    {
        var plus = Library.Find("_+_");
        return items.Aggregate((object?)Zeros[items.Count > 0 ? Values.TypeOf(items[0]).Name : type], (sum, item) =>
            plus.First(f => f.Parameters[0].Name == Values.TypeOf(sum).Name && f.Parameters[1].Name == f.Parameters[0].Name).Body([sum, item]));
    }

    private static ListValue Slice(object?[] arguments)
    {
        var items = Items(arguments[0]);
        var (start, end) = ((long)arguments[1]!, (long)arguments[2]!);
        if (start < 0 || end < 0) throw new EvaluationException($"cannot slice({start}, {end}), negative indexes not supported");
        if (start > end) throw new EvaluationException($"cannot slice({start}, {end}), start index must be less than or equal to end index");
        if (end > items.Count) throw new EvaluationException($"cannot slice({start}, {end}), list is length {items.Count}");
        return new ListValue([.. items.Skip((int)start).Take((int)(end - start))]);
    }

    private static ListValue Flat(IReadOnlyList<object?> items, long levels) =>
        new([.. items.SelectMany(i => i is ListValue list && levels > 0 ? Flat(list.Items, levels - 1).Items : [i])]);

    private static ListValue Distinct(IReadOnlyList<object?> items)
    {
        List<object?> kept = [];
        foreach (var item in items)
        {
            if (!kept.Exists(k => Values.Same(k, item))) kept.Add(item);
        }
        return new ListValue(kept);
    }

    private static bool Contains(object? list, object? part) => Items(part).All(p => Items(list).Any(i => Values.Same(i, p)));
}
