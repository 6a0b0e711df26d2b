using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>
/// Reads objects in the binary form (Protocol Buffers) in which typed Go clients send them. The numbers of the fields are part of
/// kinds.json; what comes out is the same object as from JSON.
/// </summary>
internal static class BinaryObjects
{
    /// <summary>With which every binary body begins.</summary>
    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="DecodeException">The bytes are no such object.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> bytes, TypeSchema type)
    {
        var envelope = new BinaryFields(bytes[Magic.Length..]);
        var obj = new JsonObject();
        var raw = ReadOnlySpan<byte>.Empty;
        var (version, kind) = ("", "");
        while (envelope.Next())
        {
            if (envelope.Number == 2) raw = envelope.Bytes;
            if (envelope.Number != 1) continue;
            var meta = new BinaryFields(envelope.Bytes);
            while (meta.Next())
            {
                if (meta.Number == 1) version = Encoding.UTF8.GetString(meta.Bytes);
                else if (meta.Number == 2) kind = Encoding.UTF8.GetString(meta.Bytes);
            }
        }
        if (version.Length > 0) obj["apiVersion"] = version;
        if (kind.Length > 0) obj["kind"] = kind;
        Struct(raw, type.Numbers, obj);
        return obj;
    }

    private static void Struct(ReadOnlySpan<byte> bytes, FieldNumbers numbers, JsonObject into)
    {
        var fields = new BinaryFields(bytes);
        while (fields.Next())
        {
            if (numbers.Embedded.TryGetValue(fields.Number, out var embedded)) Struct(fields.Bytes, embedded, into);
            else if (numbers.Fields.TryGetValue(fields.Number, out var field)) Field(fields, field.Name, field.Schema, into);
        }
    }

    private static void Field(in BinaryFields value, string name, FieldSchema schema, JsonObject into)
    {
        switch (schema.Shape)
        {
            case Shape.List:
                if (into[name] is not JsonArray list) into[name] = list = [];
                list.Add(Value(value, schema.Element!));
                break;
            case Shape.Map:
                if (into[name] is not JsonObject map) into[name] = map = [];
                Entry(value, schema.Element!, map);
                break;
            default:
                into[name] = Value(value, schema);
                break;
        }
    }

    private static void Entry(in BinaryFields entry, FieldSchema element, JsonObject map)
    {
        var key = "";
        JsonNode? item = element.Shape == Shape.String ? "" : null;
        var parts = new BinaryFields(entry.Bytes);
        while (parts.Next())
        {
            if (parts.Number == 1) key = Encoding.UTF8.GetString(parts.Bytes);
            else if (parts.Number == 2) item = Value(parts, element);
        }
        map[key] = item;
    }

    private static JsonNode? Value(in BinaryFields value, FieldSchema schema)
    {
        switch (schema.Shape)
        {
            case Shape.String:
                return Encoding.UTF8.GetString(value.Bytes);
            case Shape.Bytes:
                return Convert.ToBase64String(value.Bytes);
            case Shape.Int32:
                return (int)value.Varint;
            case Shape.Int64:
                return (long)value.Varint;
            case Shape.Boolean:
                return value.Varint != 0;
            case Shape.Number:
                return BinaryPrimitives.ReadDoubleLittleEndian(value.Bytes);
            case Shape.Struct:
                var obj = new JsonObject();
                Struct(value.Bytes, schema.Type!.Numbers, obj);
                return obj;
            case Shape.List:
                // a list that is the value of a map has a message of its own
                var list = new JsonArray();
                var items = new BinaryFields(value.Bytes);
                while (items.Next()) list.Add(Value(items, schema.Element!));
                return list;
            default:
                return Special(value.Bytes, schema);
        }
    }

    /// <summary>Types that JSON writes in a way of their own.</summary>
    private static JsonNode? Special(ReadOnlySpan<byte> bytes, FieldSchema schema)
    {
        var (first, second) = (0L, 0L);
        string? text = null;
        var raw = ReadOnlySpan<byte>.Empty;
        var parts = new BinaryFields(bytes);
        while (parts.Next())
        {
            if (parts.Number == 1 && parts.IsBytes) raw = parts.Bytes;
            else if (parts.Number == 1) first = (long)parts.Varint;
            else if (parts.Number == 2) second = (long)parts.Varint;
            else if (parts.Number == 3) text = Encoding.UTF8.GetString(parts.Bytes);
        }
        switch (schema.Shape)
        {
            case Shape.Quantity:
                return raw.Length == 0 ? null : Encoding.UTF8.GetString(raw);
            case Shape.IntOrString:
                return first == 1 ? text ?? "" : JsonValue.Create((int)second);
            case Shape.Time or Shape.MicroTime:
                if (first == 0) return null;
                var time = DateTimeOffset.FromUnixTimeSeconds(first).AddTicks(second / 100);
                return schema.Shape == Shape.Time ? JsonAccess.Time(time) : JsonAccess.MicroTime(time);
            default:
                try
                {
                    return raw.Length == 0 ? null : JsonText.Parse(raw);
                }
                catch (JsonException)
                {
                    throw new DecodeException("a part of the object is in a binary form of its own");
                }
        }
    }
}
