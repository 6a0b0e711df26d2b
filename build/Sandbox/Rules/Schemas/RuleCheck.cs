using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>The rules of a definition's schema: whether they can be compiled and speak of what is there. What a rule costs is not estimated.</summary>
internal static class RuleCheck
{
    public static void Check(JsonObject schema, string path, List<Cause> causes) => Part(schema, path, schema, isRoot: true, uncorrelated: null, causes);

    /// <param name="part">Where rules stand: the schema of a place, or an alternative of it.</param>
    /// <param name="place">The schema of the place.</param>
    /// <param name="uncorrelated">The list above whose elements have no past.</param>
    private static void Part(JsonObject part, string path, JsonObject place, bool isRoot, string? uncorrelated, List<Cause> causes)
    {
        foreach (var (name, property) in part.Object("properties") ?? [])
        {
            if (property is JsonObject below && place.Object("properties", name) is { } belowPlace) Part(below, $"{path}.properties[{name}]", belowPlace, SchemaTypes.IsResource(belowPlace), uncorrelated, causes);
        }
        if (part["additionalProperties"] is JsonObject values && place["additionalProperties"] is JsonObject valuePlace) Part(values, $"{path}.additionalProperties", valuePlace, SchemaTypes.IsResource(valuePlace), uncorrelated, causes);
        if (part.Object("items") is { } items && place.Object("items") is { } itemPlace)
        {
            Part(items, $"{path}.items", itemPlace, SchemaTypes.IsResource(itemPlace), place.Text("x-kubernetes-list-type") == "map" ? uncorrelated : uncorrelated ?? path, causes);
        }
        var at = 0;
        foreach (var alternative in part.Objects("allOf")) Part(alternative, $"{path}.allOf[{at++}]", place, isRoot, uncorrelated, causes);
        Rules(part, path, place, isRoot, uncorrelated, causes);
    }

    private static void Rules(JsonObject part, string path, JsonObject place, bool isRoot, string? uncorrelated, List<Cause> causes)
    {
        var rules = part.Objects("x-kubernetes-validations").ToList();
        if (rules.Count == 0) return;
        if (SchemaTypes.Of(place, isRoot) is not { } type)
        {
            causes.Add(new Cause("InternalError", $"{path}.x-kubernetes-validations", "Internal error: internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations"));
            return;
        }
        for (var i = 0; i < rules.Count; i++) Rule(rules[i], $"{path}.x-kubernetes-validations[{i}]", place, type, uncorrelated, causes);
    }

    private static void Rule(JsonObject given, string path, JsonObject place, CelType type, string? uncorrelated, List<Cause> causes)
    {
        var rule = new SchemaRule(given, place, type);
        if (rule.Condition.Problem is { } problem) causes.Add(Invalid($"{path}.rule", given, $"compilation failed: {problem}"));
        else if (rule.Condition.Type.Name != CelType.Bool.Name) causes.Add(Invalid($"{path}.rule", given, "cel expression must evaluate to a bool"));
        else if (rule.MessageExpression is { } message)
        {
            if (message.Problem is { } wrong) causes.Add(Invalid($"{path}.messageExpression", given, $"messageExpression compilation failed: {wrong}"));
            else if (message.Type.Name != CelType.String.Name) causes.Add(Invalid($"{path}.messageExpression", given, "messageExpression must evaluate to a string"));
        }
        if (rule.UsesOldSelf && rule.Condition.Problem is null)
        {
            if (uncorrelated is not null) causes.Add(Cause.Invalid($"{path}.rule", rule.Text, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelated}"));
        }
        else if (given["optionalOldSelf"] is { } optional)
        {
            causes.Add(Cause.Invalid($"{path}.optionalOldSelf", optional, "may not be set if oldSelf is not used in rule"));
        }
    }

    /// <summary>The rule is shown as a real server holds it, and in JSON as Go writes it.</summary>
    private static Cause Invalid(string path, JsonObject rule, string why)
    {
        var shown = JsonText.Text(new JsonObject
        {
            ["Rule"] = rule.Text("rule") ?? "",
            ["Message"] = rule.Text("message") ?? "",
            ["MessageExpression"] = rule.Text("messageExpression") ?? "",
            ["Reason"] = rule["reason"]?.DeepClone(),
            ["FieldPath"] = rule.Text("fieldPath") ?? "",
            ["OptionalOldSelf"] = rule["optionalOldSelf"]?.DeepClone(),
        });
        shown = shown.Replace("<", @"\u003c", StringComparison.Ordinal).Replace(">", @"\u003e", StringComparison.Ordinal).Replace("&", @"\u0026", StringComparison.Ordinal);
        return new Cause("FieldValueInvalid", path, $"Invalid value: {shown}: {why}");
    }
}
