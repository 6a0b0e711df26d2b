namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>The macros that go through lists and maps.</summary>
internal static class Folding
{
    public static object? Value(Expression.Fold fold, Scope scope)
    {
        var range = Evaluation.Value(fold.Range, scope);
        var elements = Elements(range, fold, scope);
        switch (fold.Macro)
        {
            case "all":
                return Quantified(elements, fold, decides: false);
            case "exists":
                return Quantified(elements, fold, decides: true);
            case "exists_one":
                return elements.Count(e => Holds(fold.Body, e.Scope)) == 1;
            case "filter":
                return new ListValue([.. elements.Where(e => Holds(fold.Body, e.Scope)).Select(e => range is MapValue ? e.Key : e.Value)]);
            case "sortBy":
                return new ListValue([.. elements.Select(e => (e.Value, Key: Evaluation.Value(fold.Body, e.Scope))).OrderBy(e => e.Key, Comparer<object?>.Create(Values.Compare)).Select(e => e.Value)]);
            case "map" or "transformList":
                return new ListValue([.. Chosen(elements, fold).Select(e => Evaluation.Value(fold.Result ?? fold.Body, e.Scope))]);
            case "transformMap":
                var values = new MapValue();
                foreach (var element in Chosen(elements, fold)) values.Insert(element.Key, Evaluation.Value(fold.Result ?? fold.Body, element.Scope));
                return values;
            default:
                var entries = new MapValue();
                foreach (var element in Chosen(elements, fold))
                {
                    if (Evaluation.Value(fold.Result ?? fold.Body, element.Scope) is not MapValue made) throw new EvaluationException("no such overload");
                    foreach (var (key, value) in made.Entries) entries.Insert(key, value);
                }
                return entries;
        }
    }

    private static IEnumerable<(object? Key, object? Value, Scope Scope)> Elements(object? range, Expression.Fold fold, Scope scope)
    {
        Scope Inner(object? key, object? value, bool isMap) =>
            fold.Second is null ? scope.With(fold.Variable, isMap ? key : value) : scope.With(fold.Variable, key).With(fold.Second, value);
        return range switch
        {
            ListValue list => list.Items.Select((item, i) => ((object?)(long)i, item, Inner((long)i, item, false))),
            MapValue map => map.Entries.Select(e => ((object?)e.Key, e.Value, Inner(e.Key, e.Value, true))),
            _ => throw new EvaluationException("no such overload"),
        };
    }

    private static IEnumerable<(object? Key, object? Value, Scope Scope)> Chosen(IEnumerable<(object? Key, object? Value, Scope Scope)> elements, Expression.Fold fold) =>
        fold.Result is null ? elements : elements.Where(e => Holds(fold.Body, e.Scope));

    /// <summary>An element without a value does not matter where another one decides.</summary>
    private static bool Quantified(IEnumerable<(object? Key, object? Value, Scope Scope)> elements, Expression.Fold fold, bool decides)
    {
        EvaluationException? failed = null;
        foreach (var (_, _, scope) in elements)
        {
            try
            {
                if (Holds(fold.Body, scope) == decides) return decides;
            }
            catch (EvaluationException e)
            {
                failed ??= e;
            }
        }
        return failed is null ? !decides : throw failed;
    }

    private static bool Holds(Expression condition, Scope scope) => Evaluation.Value(condition, scope) is bool holds ? holds : throw new EvaluationException("no such overload");
}
