using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>The operators; those that do not evaluate all sides are in <see cref="Evaluation"/>.</summary>
internal static class Operators
{
    private static readonly string[] Ordered = ["bool", "int", "uint", "double", "string", "bytes", "timestamp", "duration"];

    private static readonly (string, string)[] Mixed = [("int", "double"), ("int", "uint"), ("uint", "double"), ("uint", "int"), ("double", "int"), ("double", "uint")];

    private static readonly Func<object?[], object?> Special = _ => throw new InvalidOperationException("evaluated by itself");

    public static IEnumerable<Function> All =>
    [
        Function.Of("_?_:_(bool, A, A) A", Special),
        Function.Of("_&&_(bool, bool) bool", Special),
        Function.Of("_||_(bool, bool) bool", Special),
        Function.Of("!_(bool) bool", a => !(bool)a[0]!),
        Function.Of("_==_(A, A) bool", a => Values.Same(a[0], a[1])),
        Function.Of("_!=_(A, A) bool", a => !Values.Same(a[0], a[1])),
        .. Comparison("_<_", c => c < 0),
        .. Comparison("_<=_", c => c <= 0),
        .. Comparison("_>_", c => c > 0),
        .. Comparison("_>=_", c => c >= 0),
        .. Arithmetic("_+_", (x, y) => checked(x + y), (x, y) => checked(x + y), (x, y) => x + y),
        Function.Of("_+_(string, string) string", a => (string)a[0]! + (string)a[1]!),
        Function.Of("_+_(bytes, bytes) bytes", a => (byte[])[.. (byte[])a[0]!, .. (byte[])a[1]!]),
        Function.Of("_+_(list(A), list(A)) list(A)", a => ((ListValue)a[0]!).Plus((ListValue)a[1]!)),
        Function.Of("_+_(timestamp, duration) timestamp", a => TimeFunctions.Shifted((DateTimeOffset)a[0]!, (TimeSpan)a[1]!)),
        Function.Of("_+_(duration, timestamp) timestamp", a => TimeFunctions.Shifted((DateTimeOffset)a[1]!, (TimeSpan)a[0]!)),
        Function.Of("_+_(duration, duration) duration", a => (TimeSpan)a[0]! + (TimeSpan)a[1]!),
        .. Arithmetic("_-_", (x, y) => checked(x - y), (x, y) => checked(x - y), (x, y) => x - y),
        Function.Of("_-_(timestamp, timestamp) duration", a => (DateTimeOffset)a[0]! - (DateTimeOffset)a[1]!),
        Function.Of("_-_(timestamp, duration) timestamp", a => TimeFunctions.Shifted((DateTimeOffset)a[0]!, -(TimeSpan)a[1]!)),
        Function.Of("_-_(duration, duration) duration", a => (TimeSpan)a[0]! - (TimeSpan)a[1]!),
        .. Arithmetic("_*_", (x, y) => checked(x * y), (x, y) => checked(x * y), (x, y) => x * y),
        .. Arithmetic("_/_", (x, y) => y == 0 ? throw new EvaluationException("division by zero") : checked(x / y), (x, y) => y == 0 ? throw new EvaluationException("division by zero") : x / y, (x, y) => x / y),
        .. Arithmetic("_%_", (x, y) => y == 0 ? throw new EvaluationException("modulus by zero") : y == -1 && x == long.MinValue ? throw new OverflowException() : x % y, (x, y) => y == 0 ? throw new EvaluationException("modulus by zero") : x % y, null),
        Function.Of("-_(int) int", a => Checked(() => checked(-(long)a[0]!), "integer overflow")),
        Function.Of("-_(double) double", a => -(double)a[0]!),
        Function.Of("@in(A, list(A)) bool", a => ((ListValue)a[1]!).Items.Any(i => Values.Same(i, a[0]))),
        Function.Of("@in(A, map(A, B)) bool", a => ((MapValue)a[1]!).TryGet(a[0], out _)),
        Function.Of("_[_](list(A), int) A", a => Element((ListValue)a[0]!, a[1])),
        Function.Of("_[_](map(A, B), A) B", a => ((MapValue)a[0]!).TryGet(a[1], out var value) ? value : throw new EvaluationException($"no such key: {Values.Text(a[1])}")),
        Function.Of("_[_](optional_type(list(A)), int) optional_type(A)", a => At(a[0], a[1])),
        Function.Of("_[_](optional_type(map(A, B)), A) optional_type(B)", a => At(a[0], a[1])),
        Function.Of("_[?_](list(A), int) optional_type(A)", a => At(a[0], a[1])),
        Function.Of("_[?_](map(A, B), A) optional_type(B)", a => At(a[0], a[1])),
        Function.Of("_[?_](optional_type(list(A)), int) optional_type(A)", a => At(a[0], a[1])),
        Function.Of("_[?_](optional_type(map(A, B)), A) optional_type(B)", a => At(a[0], a[1])),
    ];

    private static IEnumerable<Function> Comparison(string name, Func<int, bool> holds) => Ordered.Select(t => (t, t)).Concat(Mixed)
        .Select(t => Function.Of($"{name}({t.Item1}, {t.Item2}) bool", a => holds(Values.Compare(a[0], a[1]))));

    private static IEnumerable<Function> Arithmetic(string name, Func<long, long, long> whole, Func<ulong, ulong, ulong> positive, Func<double, double, double>? fraction)
    {
        yield return Function.Of($"{name}(int, int) int", a => Checked(() => whole((long)a[0]!, (long)a[1]!), "integer overflow"));
        yield return Function.Of($"{name}(uint, uint) uint", a => Checked(() => positive((ulong)a[0]!, (ulong)a[1]!), "unsigned integer overflow"));
        if (fraction is not null) yield return Function.Of($"{name}(double, double) double", a => fraction((double)a[0]!, (double)a[1]!));
    }

    private static object? Checked<T>(Func<T> operation, string problem)
    {
        try
        {
            return operation();
        }
        catch (OverflowException)
        {
            throw new EvaluationException(problem);
        }
    }

    private static object? Element(ListValue list, object? index)
    {
        var at = (long)index!;
        if (at >= 0 && at < list.Items.Count) return list.Items[(int)at];
        throw new EvaluationException($"index out of bounds: {at}");
    }

    /// <summary>The element or value, where there is one.</summary>
    private static OptionalValue At(object? container, object? key)
    {
        if (container is OptionalValue optional)
        {
            if (!optional.HasValue) return optional;
            container = optional.Inner;
        }
        return container switch
        {
            ListValue list => (long)key! is >= 0 and var at && at < list.Items.Count ? OptionalValue.Of(list.Items[(int)at]) : OptionalValue.None,
            MapValue map => map.TryGet(key, out var value) ? OptionalValue.Of(value) : OptionalValue.None,
            _ => throw new EvaluationException("no such overload"),
        };
    }
}
