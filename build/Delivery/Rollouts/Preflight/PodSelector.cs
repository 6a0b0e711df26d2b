using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Whether a selector of labels means the pods of a template.</summary>
internal static class PodSelector
{
    /// <summary>A selector with <c>matchLabels</c> and <c>matchExpressions</c>; an empty one means every pod.</summary>
    public static bool Selects(JsonNode? selector, JsonNode? labels) => selector is JsonObject
        && HasAll(selector.At("matchLabels"), labels)
        && selector.Items("matchExpressions").All(e => Holds(e, labels.Text(e.Text("key") ?? "")));

    /// <summary>The plain selector of a Service; an empty one means no pod.</summary>
    public static bool IsServedBy(JsonNode? selector, JsonNode? labels) => selector is JsonObject { Count: > 0 } && HasAll(selector, labels);

    private static bool HasAll(JsonNode? wanted, JsonNode? labels) => (wanted as JsonObject ?? []).All(p => labels.Text(p.Key) == p.Value.Text());

    private static bool Holds(JsonObject expression, string? value)
    {
        var values = (expression["values"] as JsonArray ?? []).Select(v => v.Text());
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
