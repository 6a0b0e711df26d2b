using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>One line of a watch.</summary>
/// <param name="Type">ADDED, MODIFIED, DELETED or BOOKMARK; an ERROR becomes an exception.</param>
internal sealed record WatchEvent(string Type, JsonObject Object);
