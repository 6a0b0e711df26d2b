using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>An absolute URL or path, in its parts as they were written.</summary>
internal sealed partial record UrlValue(string Scheme, string Host, string Path, string Query)
{
    /// <summary>Null where the text is no URL.</summary>
    public static UrlValue? Parse(string text)
    {
        if (text.Length == 0 || text.Any(c => c < ' ' || c == '\x7f')) return null;
        var parts = Parts().Match(text);
        var scheme = parts.Groups[1].Value.ToLowerInvariant();
        if (scheme.Length == 0 && text[0] != '/') return null;
        var host = parts.Groups[2].Value;
        if (host.Contains('@', StringComparison.Ordinal)) host = host[(host.LastIndexOf('@') + 1)..];
        if (host.Contains(' ', StringComparison.Ordinal) || !Authority().IsMatch(host) || BadEscape().IsMatch(text)) return null;
        return new UrlValue(scheme, host, parts.Groups[3].Value.Replace(" ", "%20", StringComparison.Ordinal), parts.Groups[4].Value);
    }

    public string HostName => Host.StartsWith('[') ? Host[1..Math.Max(1, Host.IndexOf(']', StringComparison.Ordinal))] : Host.Split(':')[0];

    public string Port => Host.LastIndexOf(':') is >= 0 and var colon && colon > Host.IndexOf(']', StringComparison.Ordinal) ? Host[(colon + 1)..] : "";

    public override string ToString() => $"{(Scheme.Length > 0 ? Scheme + ":" : "")}{(Host.Length > 0 ? "//" + Host : "")}{Path}{(Query.Length > 0 ? "?" + Query : "")}";

    [GeneratedRegex(@"^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?\z")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(\[[0-9a-fA-F:.%]+\]|[^:\[\]<>""\\^`{|}]*)(:\d*)?\z")]
    private static partial Regex Authority();

    [GeneratedRegex("%(?![0-9a-fA-F]{2})")]
    private static partial Regex BadEscape();
}
