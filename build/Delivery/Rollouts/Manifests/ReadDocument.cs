using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>One document of a text.</summary>
/// <param name="Root">What it holds; null for an empty one.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Lines">The lines of its nodes, as far as they are known.</param>
internal sealed record ReadDocument(JsonNode? Root, long Line, IReadOnlyDictionary<JsonNode, long> Lines);
