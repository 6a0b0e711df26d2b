namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>The variables that an expression sees. Their values are found when they are asked for, once.</summary>
internal sealed class Scope
{
    private readonly Scope? _outer;
    private readonly Dictionary<string, Lazy<object?>> _values = new(StringComparer.Ordinal);

    public Scope(Scope? outer = null) => _outer = outer;

    public Scope Set(string name, Func<object?> value)
    {
        _values[name] = new Lazy<object?>(value, LazyThreadSafetyMode.None);
        return this;
    }

    public Scope With(string name, object? value)
    {
        var inner = new Scope(this);
        inner._values[name] = new Lazy<object?>(value);
        return inner;
    }

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (!scope._values.TryGetValue(name, out var found)) continue;
            value = found.Value;
            return true;
        }
        value = null;
        return false;
    }
}
