using System.Text.Json.Serialization;
using SiteBuilder.Delivery.Rollouts.Prune;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>What a release keeps of itself in the cluster. Prepared by the compiler: found out by reflection it takes a short run a good part of its time.</summary>
[JsonSerializable(typeof(IReadOnlyList<InventoryEntry>))]
[JsonSerializable(typeof(List<InventoryEntry>))]
[JsonSerializable(typeof(ReleaseRecord))]
internal sealed partial class StoredJson : JsonSerializerContext;
