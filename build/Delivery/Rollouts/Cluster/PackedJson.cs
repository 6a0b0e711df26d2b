using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>JSON under gzip, for what would be more than an object of the cluster holds.</summary>
internal static class PackedJson
{
    public static byte[] Pack<T>(T value, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            JsonSerializer.Serialize(packed, value, type);
        }

        return buffer.ToArray();
    }

    public static T? Unpack<T>(byte[] bytes, JsonTypeInfo<T> type)
    {
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(packed, type);
    }
}
