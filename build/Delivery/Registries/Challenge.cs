using System.Text.RegularExpressions;

namespace SiteBuilder.Delivery.Registries;

/// <summary>What a registry asks for in <c>WWW-Authenticate</c>.</summary>
internal sealed partial record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    public static Challenge? From(HttpResponseMessage response)
    {
        var asked = response.Headers.WwwAuthenticate.FirstOrDefault(h => h.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) ?? response.Headers.WwwAuthenticate.FirstOrDefault();
        return asked is null ? null : new Challenge(asked.Scheme, Pairs().Matches(asked.Parameter ?? "").GroupBy(m => m.Groups[1].Value, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Groups[2].Value, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex("([A-Za-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Pairs();
}
