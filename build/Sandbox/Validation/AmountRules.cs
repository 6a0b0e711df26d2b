using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Numbers that may be shares (<c>1</c> or <c>25%</c>), and quantities.</summary>
internal static class AmountRules
{
    public static void Check(JsonNode? amount, string path, List<Cause> causes)
    {
        if (amount.Number() is { } number) causes.AddNegative(path, number);
        else if (amount is not null && Share(amount) is null)
        {
            causes.Add(Cause.Invalid(path, amount, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"));
        }
    }

    public static void AtMostAll(JsonNode? amount, string path, List<Cause> causes)
    {
        if (amount is not null && Share(amount) is > 100) causes.Add(Cause.Invalid(path, amount, "must not be greater than 100%"));
    }

    public static bool IsZero(JsonNode? amount) => (amount.Number() ?? (amount is null ? 0 : Share(amount) ?? 0)) == 0;

    /// <summary>A quantity in billionths, or null where there is none.</summary>
    public static BigInteger? Size(JsonNode? amount) => amount is not null && Quantity.TryParse(amount.ToString(), out var size, out _) ? size : null;

    private static int? Share(JsonNode amount) =>
        amount.ToString() is [.. var digits, '%'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var share) ? share : null;
}
