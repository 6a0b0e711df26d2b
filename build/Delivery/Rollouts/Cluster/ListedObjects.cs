using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>A list and the moment it was true.</summary>
internal sealed record ListedObjects(IReadOnlyList<JsonObject> Items, string ResourceVersion);
