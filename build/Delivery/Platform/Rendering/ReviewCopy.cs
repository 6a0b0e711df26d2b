using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Secrets;

namespace SiteBuilder.Delivery.Platform.Rendering;

/// <summary>An object as a reviewer wants it: images without digests, secrets without values.</summary>
internal static partial class ReviewCopy
{
    /// <summary><c>namespace/kind-name.yaml</c>, without the hash that the names of some objects end in.</summary>
    public static string PathOf(JsonObject item)
    {
        var kind = item["kind"]!.ToString();
        var name = item["metadata"]!["name"]!.ToString();
        var folder = item["metadata"]!["namespace"]?.ToString() ?? (kind == "Namespace" ? name : "cluster");
        return $"{folder}/{kind.ToLowerInvariant()}-{Hash().Replace(name, "")}.yaml";
    }

    public static JsonObject Of(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        if (copy["kind"]!.ToString() == "Secret")
        {
            HideValues(copy);
        }

        DropDigests(copy);
        return copy;
    }

    /// <summary>Keeps the keys, those that are yet to be generated included.</summary>
    private static void HideValues(JsonObject secret)
    {
        var generated = secret["metadata"]!["annotations"]?[RolloutNames.GenerateAnnotation]?.ToString() is { } text ? GenerateRule.Parse(text)?.Keys ?? [] : [];
        string[] all =
        [
            .. generated,
            .. (secret["data"] as JsonObject ?? []).Select(pair => pair.Key),
            .. (secret["stringData"] as JsonObject ?? []).Select(pair => pair.Key),
        ];
        secret.Remove("stringData");
        secret["data"] = new JsonObject(all.Distinct().Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create<string, JsonNode?>(key, "")));
    }

    private static void DropDigests(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (key == "image" && value is JsonValue image)
                    {
                        map[key] = image.ToString().Split('@')[0];
                    }
                    else
                    {
                        DropDigests(value);
                    }
                }

                break;
            case JsonArray list:
                foreach (var value in list)
                {
                    DropDigests(value);
                }

                break;
        }
    }

    [GeneratedRegex("-[0-9a-f]{10}$")]
    private static partial Regex Hash();
}
