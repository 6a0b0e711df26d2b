using System.IO.Compression;
using System.Text.Json;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>JSON under gzip, for what would be more than an object of the cluster holds.</summary>
internal static class PackedJson
{
    public static byte[] Pack<T>(T value)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            JsonSerializer.Serialize(packed, value);
        }

        return buffer.ToArray();
    }

    public static T? Unpack<T>(byte[] bytes)
    {
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(packed);
    }
}
