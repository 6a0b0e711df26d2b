using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Label selectors in objects.</summary>
internal static class SelectorRules
{
    public static bool Check(JsonObject? selector, string path, List<Cause> causes)
    {
        var before = causes.Count;
        MetadataRules.Labels(selector.Object("matchLabels"), $"{path}.matchLabels", causes);
        var at = 0;
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var place = $"{path}.matchExpressions[{at++}]";
            var values = expression.Texts("values").ToList();
            Operator(expression, values, place, causes);
            causes.AddInvalid($"{place}.key", expression.Text("key") ?? "", Names.Qualified(expression.Text("key") ?? ""));
            for (var i = 0; i < values.Count; i++) causes.AddInvalid($"{place}.values[{i}]", values[i], Names.LabelValue(values[i]));
        }
        return causes.Count == before;
    }

    public static void Operator(JsonObject expression, List<string> values, string path, List<Cause> causes)
    {
        switch (expression.Text("operator"))
        {
            case "In" or "NotIn":
                if (values.Count == 0) causes.Add(Cause.Required($"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'"));
                break;
            case "Exists" or "DoesNotExist":
                if (values.Count > 0) causes.Add(Cause.Forbidden($"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                break;
            default:
                causes.Add(Cause.Invalid($"{path}.operator", expression.Text("operator") ?? "", "not a valid selector operator"));
                break;
        }
    }

    /// <summary>The selector as errors show it: labels by name.</summary>
    public static JsonObject? Shown(JsonObject? selector)
    {
        if (selector?.Object("matchLabels") is not { } labels) return selector;
        var shown = selector.Clone();
        shown["matchLabels"] = ShownLabels(labels);
        return shown;
    }

    public static JsonObject? ShownLabels(JsonObject? labels) =>
        labels is null ? null : new JsonObject(labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => KeyValuePair.Create(l.Key, l.Value?.DeepClone())));

    public static bool IsEmpty(JsonObject selector) => selector.Object("matchLabels") is not { Count: > 0 } && !selector.Objects("matchExpressions").Any();

    public static bool Matches(JsonObject selector, JsonObject? labels) =>
        (selector.Object("matchLabels") ?? []).All(l => labels.Text(l.Key) == l.Value?.ToString()) && selector.Objects("matchExpressions").All(e => Holds(e, labels));

    private static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        return expression.Text("operator") switch
        {
            "In" => value is not null && expression.Texts("values").Contains(value),
            "NotIn" => value is null || !expression.Texts("values").Contains(value),
            "Exists" => value is not null,
            _ => value is null,
        };
    }
}
