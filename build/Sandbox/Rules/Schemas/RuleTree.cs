using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;
using SiteBuilder.Sandbox.Validation;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>The rules of a schema and of what is below it, compiled once and used for every object.</summary>
internal sealed class RuleTree
{
    private readonly JsonObject _schema;
    private readonly bool _isRoot;
    private readonly List<SchemaRule> _rules = [];
    private readonly Dictionary<string, RuleTree> _properties = new(StringComparer.Ordinal);
    private readonly List<RuleTree> _all = [];
    private RuleTree? _items;
    private RuleTree? _values;

    private RuleTree(JsonObject schema, bool isRoot)
    {
        _schema = schema;
        _isRoot = isRoot;
    }

    /// <summary>Null where there are no rules.</summary>
    /// <param name="isRoot">The schema is that of a whole object.</param>
    public static RuleTree? Of(JsonObject schema, bool isRoot) => Of(schema, schema, isRoot);

    /// <summary>Every fault of an object; those that were there before are given to <paramref name="warn"/>.</summary>
    public IEnumerable<Cause> Check(JsonNode value, JsonNode? old, Action<string>? warn) =>
        Check(value, old, "", old is null ? default : new Correlation(value, old, true), warn);

    private static RuleTree? Of(JsonObject rules, JsonObject schema, bool isRoot)
    {
        if (!HasRules(rules) || SchemaTypes.Of(schema, isRoot) is not { } type) return null;
        var tree = new RuleTree(schema, isRoot);
        foreach (var rule in rules.Objects("x-kubernetes-validations").Where(r => r.Text("rule")?.Trim().Length > 0)) tree._rules.Add(new SchemaRule(rule, schema, type));
        foreach (var (name, property) in rules.Object("properties") ?? [])
        {
            if (property is JsonObject part && schema.Object("properties", name) is { } place && Of(part, place, SchemaTypes.IsResource(place)) is { } below) tree._properties[name] = below;
        }
        if (rules.Object("items") is { } items && schema.Object("items") is { } itemPlace) tree._items = Of(items, itemPlace, SchemaTypes.IsResource(itemPlace));
        if (rules["additionalProperties"] is JsonObject values && schema["additionalProperties"] is JsonObject valuePlace) tree._values = Of(values, valuePlace, SchemaTypes.IsResource(valuePlace));
        tree._all.AddRange(rules.Objects("allOf").Select(a => Of(a, schema, isRoot)).OfType<RuleTree>());
        return tree;
    }

    private static bool HasRules(JsonNode? schema) => schema is JsonObject obj && (obj["x-kubernetes-validations"] is JsonArray { Count: > 0 } || HasRules(obj["items"]) || HasRules(obj["additionalProperties"])
        || (obj.Object("properties") ?? []).Any(p => HasRules(p.Value)) || obj.Objects("allOf").Any(HasRules));

    private IEnumerable<Cause> Check(JsonNode? value, JsonNode? old, string path, Correlation before, Action<string>? warn)
    {
        if (value is null) return [];
        var found = Rules(value, old, path, before, warn).ToList();
        foreach (var part in _all) found.AddRange(part.Check(value, old, path, before.Unknown, warn));
        found.AddRange(value switch
        {
            JsonArray list when _items is not null => list.SelectMany((item, i) => Item(item, old as JsonArray) is var was ? _items.Check(item, was, $"{path}[{i}]", before.Below(item, was), warn) : []),
            JsonObject obj => obj.SelectMany(p => Field(p.Key, p.Value, old as JsonObject, path, before, warn)),
            _ => [],
        });
        return found;
    }

    private IEnumerable<Cause> Field(string name, JsonNode? value, JsonObject? old, string path, Correlation before, Action<string>? warn)
    {
        var was = old?[name];
        var below = path.Length == 0 && name is "apiVersion" or "kind" ? default : before.Below(value, was);
        if (_properties.TryGetValue(name, out var property)) return property.Check(value, was, path.Length == 0 ? name : $"{path}.{name}", below, warn);
        return _values?.Check(value, was, $"{path}[{name}]", below, warn) ?? [];
    }

    /// <summary>The element of the old list with the same keys; elements of other lists have no past.</summary>
    private JsonNode? Item(JsonNode? item, JsonArray? old)
    {
        if (old is null || item is not JsonObject || _schema.Text("x-kubernetes-list-type") != "map") return null;
        var keys = _schema.Texts("x-kubernetes-list-map-keys").ToList();
        return old.FirstOrDefault(o => o is JsonObject && keys.TrueForAll(k => JsonAccess.Same(o[k], item[k])));
    }

    private IEnumerable<Cause> Rules(JsonNode value, JsonNode? old, string path, Correlation before, Action<string>? warn)
    {
        if (_rules.Count == 0) yield break;
        var place = path.Length == 0 ? SchemaValues.NoField : path;
        var self = new Lazy<object?>(() => SchemaData.Value(value, _schema, _isRoot));
        var oldSelf = new Lazy<object?>(() => SchemaData.Value(old, _schema, _isRoot));
        foreach (var rule in _rules)
        {
            if (rule.UsesOldSelf && old is null && !rule.OptionalOldSelf) continue;
            var scope = rule.Scope(() => self.Value, old is null ? null : () => oldSelf.Value);
            if (Fault(rule, scope, value, place, path) is not { } fault) continue;
            if (fault.MayStay && !rule.UsesOldSelf && before.IsUnchanged) warn?.Invoke(fault.Cause.ToString());
            else yield return fault.Cause;
        }
    }

    private (Cause Cause, bool MayStay)? Fault(SchemaRule rule, Scope scope, JsonNode value, string place, string path)
    {
        var type = _schema.Text("type") ?? "";
        try
        {
            if (rule.Condition.Problem is { } problem) return (Cause.Invalid(place, type, $"rule compile error: compilation failed: {problem}"), false);
            if (rule.Condition.Evaluate(scope) is true) return null;
        }
        catch (EvaluationException e)
        {
            var why = e.Message.StartsWith("no such overload", StringComparison.Ordinal) ? $"'{e.Message}': call arguments did not match a supported operator, function or macro signature for rule: {rule.Shown}"
                : $"{e.Message} evaluating rule: {rule.Shown}";
            return (Cause.Invalid(place, type, why), false);
        }
        if (rule.Path.Length > 0) place = path.Length == 0 ? rule.Path : $"{path}.{rule.Path}";
        var shown = type is "object" or "array" ? null : value;
        var detail = rule.Detail(scope);
        return (rule.Reason switch
        {
            "FieldValueForbidden" => Cause.Forbidden(place, detail),
            "FieldValueRequired" => Cause.Required(place, detail),
            "FieldValueDuplicate" => shown is null ? new Cause("FieldValueDuplicate", place, "Duplicate value") : Cause.Duplicate(place, shown),
            _ => shown is null ? new Cause("FieldValueInvalid", place, $"Invalid value: {detail}") : Cause.Invalid(place, shown, detail),
        }, true);
    }
}
