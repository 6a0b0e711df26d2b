using System.Text.Json.Nodes;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Objects as they are written down in tests.</summary>
internal static class Json
{
    public static JsonObject Of(string text) => (JsonObject)JsonNode.Parse(text)!;
}
