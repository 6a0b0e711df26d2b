using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>JSON to nodes that are read often and shared between threads, and back.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Parses at once (JsonNode.Parse works lazily). The last of duplicate fields wins; their paths go to <paramref name="duplicates"/>.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        var node = Read(ref reader, "", duplicates);
        if (reader.Read()) throw new JsonException("more than one value");
        return node;
    }

    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8) => Parse(utf8)!.AsObject();

    public static byte[] Utf8(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same JSON, one value a line.</summary>
    public static byte[] Indented(ReadOnlySpan<byte> utf8)
    {
        var buffer = new ArrayBufferWriter<byte>(utf8.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions with { Indented = true, NewLine = "\n" })) Parse(utf8)?.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same JSON with all fields in the order of their names.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    public static string Text(JsonNode? node) => node is null ? "null" : Encoding.UTF8.GetString(Utf8(node));

    private static JsonNode? Read(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var obj = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.ValueIsEscaped ? reader.GetString()! : NameCache.Get(reader.ValueSpan);
                    reader.Read();
                    var at = duplicates is null ? "" : path.Length == 0 ? name : $"{path}.{name}";
                    if (duplicates is not null && obj.ContainsKey(name)) duplicates.Add(at);
                    obj[name] = Read(ref reader, at, duplicates);
                }
                return obj;
            case JsonTokenType.StartArray:
                var array = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(Read(ref reader, duplicates is null ? "" : $"{path}[{array.Count}]", duplicates));
                }
                return array;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble());
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }
}
