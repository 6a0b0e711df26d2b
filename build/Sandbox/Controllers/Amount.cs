using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Numbers as Kubernetes writes them: quantities such as 250m or 64Mi, and counts that may be a percentage.</summary>
internal static class Amount
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m), ("Pi", 1125899906842624m),
        ("m", 0.001m), ("k", 1000m), ("M", 1000000m), ("G", 1000000000m), ("T", 1000000000000m), ("P", 1000000000000000m),
    ];

    /// <summary>A quantity in its base unit (cores, bytes); zero where there is none.</summary>
    public static decimal Quantity(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        foreach ((string suffix, decimal factor) in Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return decimal.Parse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture) * factor;
            }
        }

        return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>A count or a percentage of <paramref name="total"/>.</summary>
    public static int OfTotal(JsonNode? value, int total, int fallback, bool roundUp)
    {
        string? text = value.Text();
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (!text.EndsWith('%'))
        {
            return int.Parse(text, CultureInfo.InvariantCulture);
        }

        decimal share = total * decimal.Parse(text[..^1], CultureInfo.InvariantCulture) / 100m;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}
