using System.Globalization;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Kubernetes quantities: <c>1000m</c> is <c>1</c>, <c>1024Mi</c> is <c>1Gi</c>.</summary>
internal static class Quantities
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024), ("Pi", 1024m * 1024 * 1024 * 1024 * 1024),
        ("n", 0.000000001m), ("u", 0.000001m), ("m", 0.001m), ("k", 1000m), ("M", 1000000m), ("G", 1000000000m), ("T", 1000000000000m), ("P", 1000000000000000m),
    ];

    /// <summary>Whether both are quantities of the same amount.</summary>
    public static bool Same(string left, string right) => Parse(left) is { } a && Parse(right) is { } b && a == b;

    /// <summary>Whether both are quantities and the left one is the larger.</summary>
    public static bool IsMore(string left, string right) => Parse(left) is { } a && Parse(right) is { } b && a > b;

    /// <summary>The amount in units; null where the text is none.</summary>
    public static decimal? Parse(string text)
    {
        var (suffix, factor) = Array.Find(Suffixes, s => text.EndsWith(s.Suffix, StringComparison.Ordinal));
        var number = suffix is null ? text : text[..^suffix.Length];
        return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value * (suffix is null ? 1 : factor) : null;
    }
}
