using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>A record as it is stored: gzip of JSON, without the values of Secrets.</summary>
internal static class RecordPack
{
    public static byte[] Pack(ReleaseRecord record) => PackedJson.Pack(record with { Objects = [.. record.Objects.Select(WithoutValues)] }, StoredJson.Default.ReleaseRecord);

    /// <param name="parts">Base64, in their order.</param>
    public static ReleaseRecord? Unpack(IEnumerable<string> parts) => PackedJson.Unpack([.. parts.SelectMany(Convert.FromBase64String)], StoredJson.Default.ReleaseRecord);

    /// <summary>Whether it is the record of these objects.</summary>
    public static bool Holds(ReleaseRecord record, IReadOnlyList<JsonObject> objects) =>
        record.Objects.Count == objects.Count && record.Objects.Zip(objects).All(pair => JsonNode.DeepEquals(pair.First, WithoutValues(pair.Second)));

    private static JsonObject WithoutValues(JsonObject item)
    {
        var copy = item.Copy();
        if (copy.IsSecret() && copy["data"] is JsonObject data)
        {
            foreach (var key in data.Select(p => p.Key).ToList())
            {
                data[key] = "";
            }
        }

        return copy;
    }
}
