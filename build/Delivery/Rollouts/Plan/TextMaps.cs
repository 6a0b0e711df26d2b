using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>The mappings of an object whose values can be nothing but texts; of other groups than those of Kubernetes only what all objects have, the rest their definitions say.</summary>
internal static class TextMaps
{
    /// <summary>Those that the object has, with their paths.</summary>
    public static IEnumerable<(string Path, JsonObject Map)> Of(JsonObject item) =>
        from field in Fields(item)
        let map = item.At(field) as JsonObject
        where map is not null
        select (string.Join('.', field), map);

    /// <summary>A key without a value - as charts write it where nothing is set - is an empty text: so the API server reads it, and kubectl and helm with it.</summary>
    public static void FillEmpty(JsonObject item)
    {
        foreach (var (_, map) in Of(item))
        {
            foreach (var key in map.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList())
            {
                map[key] = "";
            }
        }
    }

    private static IEnumerable<string[]> Fields(JsonObject item)
    {
        IEnumerable<string[]> ofAll = [["metadata", "labels"], ["metadata", "annotations"]];
        if (ObjectKey.GroupOf(item.ApiVersion()).Contains('.', StringComparison.Ordinal))
        {
            return ofAll;
        }

        string[] template = item.At("spec", "template") is not null ? ["spec", "template"] : ["spec", "jobTemplate", "spec", "template"];
        return
        [
            .. ofAll,
            .. item.Kind() is "ConfigMap" or "Secret" ? [["data"], ["stringData"]] : Array.Empty<string[]>(),
            .. item.Kind() == "Service" ? [["spec", "selector"]] : Array.Empty<string[]>(),
            ["spec", "selector", "matchLabels"],
            [.. template, "metadata", "labels"],
            [.. template, "metadata", "annotations"],
        ];
    }
}
