namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Whether types fit a signature, and what its type variables then stand for.</summary>
internal sealed class TypeMatch
{
    private readonly Dictionary<string, CelType> _bound = new(StringComparer.Ordinal);

    public static bool Fits(CelType wanted, CelType given) => new TypeMatch().Takes(wanted, given);

    /// <summary>The type of the result where the arguments fit; null where not.</summary>
    public static CelType? Result(Function function, IReadOnlyList<CelType> arguments)
    {
        if (function.Parameters.Count != arguments.Count) return null;
        var match = new TypeMatch();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!match.Takes(function.Parameters[i], arguments[i])) return null;
        }
        return match.Filled(function.Result);
    }

    private bool Takes(CelType wanted, CelType given)
    {
        if (wanted.IsVariable) return Bind(wanted.Name, given);
        if (wanted.IsDyn || given.IsDyn) return true;
        if (given.Name == CelType.Null.Name && IsNullable(wanted)) return true;
        if (wanted.Name == CelType.Null.Name && IsNullable(given)) return true;
        if (wanted.Name != given.Name || wanted.Fields != given.Fields) return false;
        return wanted.Parameters.Zip(given.Parameters).All(p => Takes(p.First, p.Second));
    }

    private bool Bind(string variable, CelType given)
    {
        if (!_bound.TryGetValue(variable, out var bound))
        {
            _bound[variable] = given;
            return true;
        }
        if (!Takes(bound, given)) return false;
        _bound[variable] = Widest(bound, given);
        return true;
    }

    private static CelType Widest(CelType a, CelType b)
    {
        if (a.IsDyn || b.IsDyn) return CelType.Dyn;
        if (a.Name == CelType.Null.Name) return b;
        return a.Parameters.Count == 0 || a.Parameters.Count != b.Parameters.Count ? a : new CelType(a.Name, [.. a.Parameters.Zip(b.Parameters, Widest)]);
    }

    private static bool IsNullable(CelType type) => type.Fields is not null || type.Name is "timestamp" or "duration" || type.Name.Contains('.', StringComparison.Ordinal);

    private CelType Filled(CelType type) => type.IsVariable ? _bound.GetValueOrDefault(type.Name, CelType.Dyn)
        : type.Parameters.Count == 0 ? type : new CelType(type.Name, [.. type.Parameters.Select(Filled)]);
}
