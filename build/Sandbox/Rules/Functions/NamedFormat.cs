using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>A form of texts that has a name, such as that of DNS labels.</summary>
internal sealed record NamedFormat(string Name, Func<string, IEnumerable<string>> Problems)
{
    private static readonly NamedFormat[] Known =
    [
        new("dns1123Label", Names.Label),
        new("dns1123Subdomain", Names.Subdomain),
        new("dns1035Label", Names.Label1035),
        new("qualifiedName", Names.Qualified),
        new("dns1123LabelPrefix", t => Names.Label(Prefix(t))),
        new("dns1123SubdomainPrefix", t => Names.Subdomain(Prefix(t))),
        new("dns1035LabelPrefix", t => Names.Label1035(Prefix(t))),
        new("labelValue", Names.LabelValue),
        new("uri", t => UrlValue.Parse(t) is null ? [$"parse \"{t}\": invalid URI for request"] : []),
        new("uuid", t => FormatRules.Holds("uuid", t) ? [] : ["does not match the UUID format"]),
        new("byte", t => FormatRules.Holds("byte", t) ? [] : ["invalid base64"]),
        new("date", t => FormatRules.Holds("date", t) ? [] : ["invalid date"]),
        new("datetime", t => FormatRules.Holds("datetime", t) ? [] : ["invalid datetime"]),
    ];

    public static IEnumerable<Function> All =>
    [
        .. Known.Select(f => Function.Of($"format.{f.Name}() kubernetes.NamedFormat", _ => f)),
        Function.Of("format.named(string) optional_type(kubernetes.NamedFormat)", a => Array.Find(Known, f => f.Name == (string)a[0]!) is { } found ? OptionalValue.Of(found) : OptionalValue.None),
        Function.Of("kubernetes.NamedFormat:validate(string) optional_type(list(string))", a => ((NamedFormat)a[0]!).Problems((string)a[1]!).ToList() is { Count: > 0 } problems
            ? OptionalValue.Of(new ListValue([.. problems])) : OptionalValue.None),
    ];

    /// <summary>A name that begins so: the dash at its end is followed by more.</summary>
    private static string Prefix(string text) => text.EndsWith('-') ? text[..^1] + "a" : text;
}
