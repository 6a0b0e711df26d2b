using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>One value for the content of a JSON node, the same whatever the order of its fields.</summary>
internal static class ObjectHash
{
    /// <summary>SHA-256, 64 hexadecimal digits.</summary>
    public static string Of(JsonNode? node) => Convert.ToHexStringLower(SHA256.HashData(Sorted(node).WrittenSpan));

    /// <summary>The node as JSON with its fields in order.</summary>
    public static string Text(JsonNode? node) => Encoding.UTF8.GetString(Sorted(node).WrittenSpan);

    private static ArrayBufferWriter<byte> Sorted(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        Write(node, writer);
        writer.Flush();
        return buffer;
    }

    private static void Write(JsonNode? node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case JsonObject item:
                writer.WriteStartObject();
                foreach (var (name, value) in item.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var value in list)
                {
                    Write(value, writer);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
