using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>Reads of JSON that may be shaped otherwise than expected: then there is nothing.</summary>
internal static class Read
{
    public static JsonNode? Node(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    public static string? Text(JsonNode? node, params ReadOnlySpan<string> path) => (Node(node, path) as JsonValue)?.ToString();
}
