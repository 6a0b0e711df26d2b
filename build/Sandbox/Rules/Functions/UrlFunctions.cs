using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Functions;

/// <summary>URLs.</summary>
internal static class UrlFunctions
{
    public static IEnumerable<Function> All =>
    [
        Function.Of("url(string) kubernetes.URL", a => UrlValue.Parse((string)a[0]!) ?? throw new EvaluationException($"URL parse error during conversion from string: parse \"{a[0]}\": invalid URI for request")),
        Function.Of("isURL(string) bool", a => UrlValue.Parse((string)a[0]!) is not null),
        Function.Of("kubernetes.URL:getScheme() string", a => ((UrlValue)a[0]!).Scheme),
        Function.Of("kubernetes.URL:getHost() string", a => ((UrlValue)a[0]!).Host),
        Function.Of("kubernetes.URL:getHostname() string", a => ((UrlValue)a[0]!).HostName),
        Function.Of("kubernetes.URL:getPort() string", a => ((UrlValue)a[0]!).Port),
        Function.Of("kubernetes.URL:getEscapedPath() string", a => ((UrlValue)a[0]!).Path),
        Function.Of("kubernetes.URL:getQuery() map(string, list(string))", a => Query(((UrlValue)a[0]!).Query)),
    ];

    private static MapValue Query(string query)
    {
        var result = new MapValue();
        foreach (var group in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).GroupBy(p => Decoded(p[0]), StringComparer.Ordinal))
        {
            result.Set(group.Key, new ListValue([.. group.Select(p => p.Length > 1 ? Decoded(p[1]) : "")]));
        }
        return result;
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
