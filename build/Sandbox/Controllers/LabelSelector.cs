using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>A LabelSelector object held against labels. A selector that is not there matches nothing, an empty one everything.</summary>
internal static class LabelSelector
{
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject
        && selector.Map("matchLabels").All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value)
        && selector.Items("matchExpressions").All(expression => Holds(expression, labels));

    /// <summary>A plain map, as in the selector of a Service; an empty one matches nothing.</summary>
    public static bool MatchesMap(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Count > 0 && selector.All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value);

    /// <summary>One requirement of a selector or of a node affinity term.</summary>
    public static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        string? value = labels.GetValueOrDefault(expression.Text("key") ?? "");
        IReadOnlyList<string> values = expression.Texts("values");
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => long.TryParse(value, out long more) && more > long.Parse(values[0]),
            "Lt" => long.TryParse(value, out long less) && less < long.Parse(values[0]),
            _ => false,
        };
    }
}
