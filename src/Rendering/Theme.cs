using System.Security.Cryptography;
using System.Text;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Rendering;

/// <summary>The look of a brand: a style sheet in its colours, and the hash by which the page's policy lets it in.</summary>
public sealed class Theme
{
    private static readonly Theme Plain = new("#44403c", "#292524", "#f5f5f4");

    private static readonly Dictionary<string, Theme> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["blue"] = new("#1d4ed8", "#1e3a8a", "#eff6ff"),
        ["green"] = new("#047857", "#064e3b", "#ecfdf5"),
        ["red"] = new("#b91c1c", "#7f1d1d", "#fef2f2"),
        ["purple"] = new("#7e22ce", "#581c87", "#faf5ff"),
        ["orange"] = new("#c2410c", "#7c2d12", "#fff7ed"),
    };

    private readonly string _colours;

    private Theme(string accent, string deep, string tint)
    {
        _colours = $"--accent:{accent};--deep:{deep};--tint:{tint}";
        Style = StyleSheet.Write(accent, deep, tint);
        StyleHash = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.ToString())))}";
    }

    /// <summary>The style sheet.</summary>
    public Html Style { get; }

    /// <summary>Its hash in the form of a content security policy.</summary>
    public string StyleHash { get; }

    /// <summary>The names of all themes, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The theme a brand names; a plain one where there is no brand or no such theme.</summary>
    public static Theme Of(SiteBrand? brand) => Named.GetValueOrDefault(brand?.Theme ?? "", Plain);

    /// <summary>The name of the theme that a brand has; 'plain' where there is no brand or no such theme.</summary>
    public static string NameOf(SiteBrand? brand) => Named.ContainsKey(brand?.Theme ?? "") ? brand!.Theme.ToLowerInvariant() : "plain";

    /// <summary>The colours of every theme, by the name in <c>data-theme</c>.</summary>
    public static string AllColours() =>
        string.Concat(Named.Append(new("plain", Plain)).Select(theme => $"[data-theme={theme.Key}]{{{theme.Value._colours}}}\n"));
}
