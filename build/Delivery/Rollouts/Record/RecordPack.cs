using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>A record as it is stored: gzip of JSON, without the values of Secrets.</summary>
internal static class RecordPack
{
    public static byte[] Pack(ReleaseRecord record)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            JsonSerializer.Serialize(packed, record with { Objects = [.. record.Objects.Select(WithoutValues)] });
        }

        return buffer.ToArray();
    }

    /// <param name="parts">Base64, in their order.</param>
    public static ReleaseRecord? Unpack(IEnumerable<string> parts)
    {
        using var packed = new GZipStream(new MemoryStream([.. parts.SelectMany(Convert.FromBase64String)]), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ReleaseRecord>(packed);
    }

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
