using System.Text.Json.Serialization;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Prune;

/// <summary>One object that the release has made or is about to make.</summary>
internal sealed record InventoryEntry
{
    [JsonPropertyName("v")]
    public required string ApiVersion { get; init; }

    [JsonPropertyName("k")]
    public required string Kind { get; init; }

    [JsonPropertyName("ns"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    [JsonPropertyName("n")]
    public required string Name { get; init; }

    /// <summary>Null until the object was written: a run that was killed in between has left it so.</summary>
    [JsonPropertyName("u"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uid { get; init; }

    /// <summary>Hash of the object as it was applied; null where that is not known to have ended well, and for Secrets, whose values a hash could give away.</summary>
    [JsonPropertyName("h"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hash { get; init; }

    /// <summary>The finalizers that a run has waited for in vain after it had deleted the object; null where none has.</summary>
    [JsonPropertyName("f"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Held { get; init; }

    [JsonIgnore]
    public ObjectKey Key => new(ObjectKey.GroupOf(ApiVersion), Kind, Namespace, Name);
}
