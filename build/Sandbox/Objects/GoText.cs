using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Values as a real server prints them in some of its errors: <c>map[a:1 b:[x y]]</c>.</summary>
internal static class GoText
{
    public static string Of(JsonNode? node) => node switch
    {
        JsonObject obj => $"map[{string.Join(" ", obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Of(p.Value)}"))}]",
        JsonArray array => $"[{string.Join(" ", array.Select(Of))}]",
        null => "<nil>",
        _ => node.ToString(),
    };
}
