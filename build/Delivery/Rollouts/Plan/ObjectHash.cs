using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>One value for the content of a JSON node, the same whatever the order of its fields.</summary>
internal static class ObjectHash
{
    /// <summary>SHA-256, 64 hexadecimal digits.</summary>
    public static string Of(JsonNode? node) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(node))));

    /// <summary>The node as JSON with its fields in order.</summary>
    public static string Text(JsonNode? node) => Sorted(node)?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject item => new JsonObject(item.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
