namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>One form of a function, with the types of what it takes (its target first) and gives.</summary>
internal sealed record Function(string Name, bool IsMember, IReadOnlyList<CelType> Parameters, CelType Result, Func<object?[], object?> Body)
{
    /// <summary>Reads a signature: <c>name(int, list(A)) bool</c>, or <c>string:name(int) bool</c> for what is called on a value. Names of operators begin with <c>_</c>.</summary>
    public static Function Of(string signature, Func<object?[], object?> body)
    {
        var at = 0;
        CelType? target = null;
        if (signature[0] != '_' && signature.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            target = Type(signature, ref at);
            at = colon + 1;
        }
        var open = signature.IndexOf('(', at);
        var name = signature[at..open];
        at = open + 1;
        List<CelType> parameters = target is null ? [] : [target];
        while (signature[at] != ')')
        {
            parameters.Add(Type(signature, ref at));
            if (signature[at] == ',') at += 2;
        }
        at += 2;
        return new Function(name, target is not null, parameters, Type(signature, ref at), body);
    }

    private static CelType Type(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not ('(' or ')' or ',' or ':')) at++;
        var name = text[start..at];
        if (at >= text.Length || text[at] != '(') return CelType.Named.GetValueOrDefault(name) ?? new CelType(name);
        List<CelType> parameters = [];
        do
        {
            at += parameters.Count == 0 ? 1 : 2;
            parameters.Add(Type(text, ref at));
        }
        while (text[at] == ',');
        at++;
        return new CelType(name, [.. parameters]);
    }
}
