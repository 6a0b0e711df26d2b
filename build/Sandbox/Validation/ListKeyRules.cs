using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Lists of custom resources whose elements have to differ, as a whole or in their keys.</summary>
internal static class ListKeyRules
{
    public static IEnumerable<Cause> Check(JsonNode? value, JsonObject schema, string path)
    {
        switch (value)
        {
            case JsonObject obj:
                var properties = schema.Object("properties");
                foreach (var (name, item) in obj)
                {
                    if (schema["additionalProperties"] is JsonObject any)
                    {
                        foreach (var cause in Check(item, any, $"{path}[{name}]")) yield return cause;
                    }
                    if (properties?[name] is not JsonObject property) continue;
                    foreach (var cause in Check(item, property, path.Length == 0 ? name : $"{path}.{name}")) yield return cause;
                }
                break;
            case JsonArray list:
                foreach (var cause in List(list, schema, path)) yield return cause;
                if (schema.Object("items") is not { } items) break;
                for (var i = 0; i < list.Count; i++)
                {
                    foreach (var cause in Check(list[i], items, $"{path}[{i}]")) yield return cause;
                }
                break;
        }
    }

    private static IEnumerable<Cause> List(JsonArray list, JsonObject schema, string path)
    {
        switch (schema.Text("x-kubernetes-list-type"))
        {
            case "set":
                return Repeated([.. list], path);
            case "map":
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is not (null or JsonObject)) return [Cause.Invalid($"{path}[{i}]", list[i], "must be an object for an array of list-type map")];
                }
                return Repeated([.. list.Select(item => Keys(item as JsonObject, schema))], path);
            default:
                return [];
        }
    }

    private static JsonObject Keys(JsonObject? item, JsonObject schema) =>
        new(schema.Texts("x-kubernetes-list-map-keys").Where(k => item?.ContainsKey(k) == true).Order(StringComparer.Ordinal).Select(k => KeyValuePair.Create(k, item![k]?.DeepClone())));

    /// <summary>Each value that is there more than once is told of where it stands the second time.</summary>
    private static IEnumerable<Cause> Repeated(List<JsonNode?> values, string path)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values.Take(i).Count(v => JsonAccess.Same(v, values[i])) == 1) yield return Cause.Duplicate($"{path}[{i}]", values[i]);
        }
    }
}
