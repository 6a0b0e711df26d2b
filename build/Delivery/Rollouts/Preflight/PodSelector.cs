using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Whether a selector of labels means the pods of a template, or a node.</summary>
internal static class PodSelector
{
    /// <summary>A selector with <c>matchLabels</c> and <c>matchExpressions</c>; an empty one means every pod.</summary>
    public static bool Selects(JsonNode? selector, JsonNode? labels) => selector is JsonObject
        && HasAll(selector.At("matchLabels"), labels)
        && selector.Items("matchExpressions").All(e => Holds(e, labels));

    /// <summary>The plain selector of a Service; an empty one means no pod.</summary>
    public static bool IsServedBy(JsonNode? selector, JsonNode? labels) => selector is JsonObject { Count: > 0 } && HasAll(selector, labels);

    /// <summary>Whether labels have all that are wanted.</summary>
    public static bool HasAll(JsonNode? wanted, JsonNode? labels) => (wanted as JsonObject ?? []).All(p => labels.Text(p.Key) == p.Value.Text());

    /// <summary>One of <c>matchExpressions</c>. Only the affinity to nodes knows <c>Gt</c> and <c>Lt</c>, which compare whole numbers.</summary>
    public static bool Holds(JsonObject expression, JsonNode? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        var values = (expression["values"] as JsonArray ?? []).Select(v => v.Text()).ToList();
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => Compare(value, values) > 0,
            "Lt" => Compare(value, values) < 0,
            _ => false,
        };
    }

    /// <summary>Zero where one of them is no number, too.</summary>
    private static int Compare(string? value, IReadOnlyList<string?> values) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var has) && values is [var asked] && long.TryParse(asked, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit)
            ? has.CompareTo(limit) : 0;
}
