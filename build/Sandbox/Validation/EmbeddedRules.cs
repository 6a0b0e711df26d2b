using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Whole objects within custom resources: their kinds and metadata.</summary>
internal static class EmbeddedRules
{
    public static IEnumerable<Cause> Check(JsonNode? value, JsonObject schema, string path)
    {
        List<Cause> causes = [];
        Find(value, schema, path, causes);
        return causes;
    }

    private static void Find(JsonNode? value, JsonObject schema, string path, List<Cause> causes)
    {
        if (value is JsonArray list && schema.Object("items") is { } items)
        {
            for (var i = 0; i < list.Count; i++) Find(list[i], items, $"{path}[{i}]", causes);
        }
        if (value is not JsonObject obj) return;
        if (schema.Flag("x-kubernetes-embedded-resource")) Embedded(obj, path, causes);
        foreach (var (name, item) in obj)
        {
            if (schema.Object("properties", name) is { } property) Find(item, property, path.Length == 0 ? name : $"{path}.{name}", causes);
            else if (schema["additionalProperties"] is JsonObject any) Find(item, any, $"{path}[{name}]", causes);
        }
    }

    private static void Embedded(JsonObject obj, string path, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (obj.Text(field) is null or "") causes.Add(Cause.Required($"{path}.{field}"));
        }
        MetadataRules.Labels(obj.Object("metadata", "labels"), $"{path}.metadata.labels", causes);
    }
}
