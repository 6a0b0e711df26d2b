using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>
/// Brings an object of a built-in kind into the form in which a real server keeps it: unknown fields are left out (and named),
/// empty optional fields too, amounts are written in their canonical way, and wrong types are refused.
/// </summary>
internal sealed class Decoder(List<string>? unknown, bool converts = false)
{
    /// <exception cref="DecodeException">A value has the wrong type.</exception>
    public JsonObject Decode(JsonObject raw, ResourceKind kind)
    {
        var known = Struct(raw, kind.Type, "", kind.Type.ShortName, "");
        known.Remove("apiVersion");
        known.Remove("kind");
        var result = new JsonObject { ["kind"] = kind.Kind, ["apiVersion"] = kind.GroupVersion, ["metadata"] = new JsonObject() };
        foreach (var (name, value) in known.ToList())
        {
            known.Remove(name);
            result[name] = value;
        }
        return result;
    }

    public JsonObject Struct(JsonObject raw, TypeSchema type, string path, string goStruct, string goPath)
    {
        var result = new JsonObject();
        foreach (var (name, value) in raw)
        {
            var field = type.Find(name);
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (field is null)
            {
                unknown?.Add(at);
                continue;
            }
            var decoded = Value(value, field, at, type.ShortName, goPath.Length == 0 ? name : $"{goPath}.{name}");
            if (decoded is not null && !Omitted(decoded, field)) result[name] = decoded;
        }
        foreach (var (name, field) in type.Fields)
        {
            if (!field.Always || result.ContainsKey(name)) continue;
            result[name] = Zero(field, goStruct);
        }
        return result;
    }

    /// <summary>Empty lists and maps are never kept; other zero values only where the field can tell them from no value.</summary>
    private static bool Omitted(JsonNode value, FieldSchema field) => field.Shape switch
    {
        Shape.List => ((JsonArray)value).Count == 0,
        Shape.Map => ((JsonObject)value).Count == 0,
        _ when field.Always || field.KeepsZero => false,
        Shape.String or Shape.Bytes => value.GetValue<string>().Length == 0,
        Shape.Int32 or Shape.Int64 => JsonAccess.Whole((JsonValue)value) == 0,
        Shape.Boolean => !value.GetValue<bool>(),
        _ => false,
    };

    private JsonNode? Zero(FieldSchema field, string goStruct) => field.KeepsZero ? null : field.Shape switch
    {
        Shape.String => "",
        Shape.Int32 or Shape.Int64 => 0,
        Shape.IntOrString => 0,
        Shape.Quantity => "0",
        Shape.Boolean => false,
        Shape.Struct => Struct([], field.Type!, "", goStruct, ""),
        _ => null,
    };

    private JsonNode? Value(JsonNode? value, FieldSchema field, string path, string goStruct, string goPath)
    {
        if (value is null) return null;
        switch (field.Shape)
        {
            case Shape.Struct:
                return value is JsonObject s ? Struct(s, field.Type!, path, goStruct, goPath) : throw Mismatch(value, field, goStruct, goPath);
            case Shape.Map:
                if (value is not JsonObject map) throw Mismatch(value, field, goStruct, goPath);
                var entries = new JsonObject();
                foreach (var (key, item) in map)
                {
                    entries[key] = Value(item, field.Element!, $"{path}[{key}]", goStruct, goPath) ?? Empty(field.Element!);
                }
                return entries;
            case Shape.List:
                if (value is not JsonArray list) throw Mismatch(value, field, goStruct, goPath);
                var items = new JsonArray();
                foreach (var item in list) items.Add(Value(item, field.Element!, $"{path}[{items.Count}]", goStruct, goPath) ?? Empty(field.Element!));
                return items;
            default:
                if (field.Shape == Shape.Quantity && value.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number)) throw new DecodeException(Quantity.Problem(""));
                return Scalar((value as JsonValue) ?? throw Mismatch(value, field, goStruct, goPath), field, goStruct, goPath);
            case Shape.Any:
                return value.DeepClone();
        }
    }

    private static JsonNode? Empty(FieldSchema field) => field.Shape switch
    {
        Shape.String or Shape.Bytes => "",
        Shape.Struct or Shape.Map => new JsonObject(),
        _ => null,
    };

    private JsonNode Scalar(JsonValue value, FieldSchema field, string goStruct, string goPath)
    {
        var kind = value.GetValueKind();
        switch (field.Shape)
        {
            case Shape.Boolean when kind is JsonValueKind.True or JsonValueKind.False:
            case Shape.String when kind == JsonValueKind.String:
            case Shape.Number when kind == JsonValueKind.Number:
            case Shape.IntOrString when kind == JsonValueKind.String:
                return value.DeepClone();
            case Shape.Time or Shape.MicroTime when kind == JsonValueKind.String:
                return Time(value.GetValue<string>(), field.Shape == Shape.MicroTime);
            case Shape.Int32 or Shape.IntOrString when JsonAccess.Whole(value) is >= int.MinValue and <= int.MaxValue:
            case Shape.Int64 when JsonAccess.Whole(value) is not null:
                return JsonValue.Create(JsonAccess.Whole(value)!.Value);
            case Shape.Bytes when kind == JsonValueKind.String:
                return Base64(value.GetValue<string>(), converts ? "error decoding from json: " : "");
            case Shape.Quantity when kind is JsonValueKind.String or JsonValueKind.Number:
                return Quantity.Canonical(value.ToString()) ?? throw new DecodeException(Quantity.Problem(value.ToString()));
            default:
                throw Mismatch(value, field, goStruct, goPath);
        }
    }

    private static JsonValue Time(string text, bool micro)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || !text.Contains('T', StringComparison.Ordinal))
        {
            throw new DecodeException($"parsing time \"{text}\" as \"2006-01-02T15:04:05{(micro ? ".000000" : "")}Z07:00\": cannot parse \"{text}\" as \"2006\"");
        }
        return JsonValue.Create(micro ? JsonAccess.MicroTime(time) : JsonAccess.Time(time));
    }

    private static JsonValue Base64(string text, string prefix)
    {
        var buffer = new byte[(text.Length / 4 + 1) * 3];
        if (!Convert.TryFromBase64String(text, buffer, out var length))
        {
            var at = text.AsSpan().IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");
            throw new DecodeException($"{prefix}illegal base64 data at input byte {(at < 0 ? text.Length - text.Length % 4 : at)}");
        }
        return JsonValue.Create(Convert.ToBase64String(buffer, 0, length));
    }

    private DecodeException Mismatch(JsonNode value, FieldSchema field, string goStruct, string goPath)
    {
        if (converts) return Unconvertible(value, field);
        var found = value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        if (found == "number" && field.Shape is Shape.Int32 or Shape.Int64 or Shape.IntOrString) found = $"number {value}";
        return new DecodeException($"json: cannot unmarshal {found} into Go struct field {goStruct}.{goPath} of type {GoType(field)}");
    }

    /// <summary>As the merge of a strategic patch, which knows no fields' names, tells of wrong types.</summary>
    private static DecodeException Unconvertible(JsonNode value, FieldSchema field)
    {
        var found = value.GetValueKind() switch
        {
            JsonValueKind.Object => "map",
            JsonValueKind.Array => "slice",
            JsonValueKind.String => "string",
            JsonValueKind.Number => JsonAccess.Whole(value.AsValue()) is null ? "float64" : "int64",
            _ => "bool",
        };
        return new DecodeException(field.Shape switch
        {
            Shape.Map => $"cannot restore map from {found}",
            Shape.List => $"cannot restore slice from {found}",
            Shape.Struct => $"cannot restore struct from: {found}",
            Shape.String when found == "int64" => "cannot convert int64 to string",
            Shape.Int32 or Shape.Int64 when found == "float64" => $"cannot convert float64 to {GoType(field)}",
            Shape.IntOrString => $"json: cannot unmarshal {JsonProblem.Name(value)} into Go value of type int32",
            _ => $"unrecognized type: {GoType(field)}",
        });
    }

    private static string GoType(FieldSchema field) => field.Shape switch
    {
        Shape.String => "string",
        Shape.Int32 or Shape.IntOrString => "int32",
        Shape.Int64 => "int64",
        Shape.Boolean => "bool",
        Shape.Number => "float64",
        Shape.Bytes => "[]uint8",
        Shape.List => $"[]{GoType(field.Element!)}",
        Shape.Map => $"map[string]{GoType(field.Element!)}",
        Shape.Struct => field.Type!.Name[(field.Type.Name.IndexOf('.', StringComparison.Ordinal) + 1)..],
        _ => "string",
    };
}
