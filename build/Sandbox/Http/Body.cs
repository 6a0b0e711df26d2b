using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;
using YamlDotNet.Core;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Reads bodies: objects in JSON or YAML, with the strictness the client asks for.</summary>
internal static class Body
{
    private const int LargestBody = 3 << 20;

    /// <summary>The media type of the binary form.</summary>
    public const string Binary = "application/vnd.kubernetes.protobuf";

    public const string UnknownFormat = "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf";

    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestBody) throw new StatusException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {LargestBody}");
        }
        return buffer.ToArray();
    }

    /// <summary>The media type without its parameters.</summary>
    public static string ContentType(HttpContext context) => (context.Request.ContentType ?? "application/json").Split(';')[0].Trim();

    /// <summary>An object of that kind, decoded. What is unknown or given twice is refused or warned about.</summary>
    public static async Task<JsonObject> ObjectAsync(HttpContext context, ResourceKind kind, string options)
    {
        var type = ContentType(context);
        if (type is not ("" or "application/json" or "application/yaml" or Binary))
        {
            throw new StatusException(415, "UnsupportedMediaType", UnknownFormat);
        }
        var bytes = await ReadAsync(context);
        var validation = FieldValidation(context, options);
        if (type == Binary)
        {
            var sent = ReadBinary(bytes, kind);
            CheckType(sent, kind, bytes);
            return Decode(context, sent, kind, "Ignore", _ => []);
        }
        var duplicates = new List<string>();
        var yaml = type == "application/yaml";
        var raw = Parse(bytes, yaml, duplicates, kind);
        CheckType(raw, kind, bytes);
        return Decode(context, raw, kind, validation, unknown => yaml
            ? [.. duplicates.Count == 0 ? [] : new[] { $"yaml: unmarshal errors:\n  {string.Join("\n  ", duplicates)}" }, .. unknown.Select(u => $"unknown field \"{u}\"")]
            : kind.IsCustom ? [.. duplicates.Select(d => $"duplicate field \"{d}\""), .. unknown.Order(StringComparer.Ordinal).Select(u => $"unknown field \"{u}\"")]
            : [.. FieldProblems.Describe(bytes, duplicates, unknown)]);
    }

    private static JsonObject ReadBinary(byte[] bytes, ResourceKind kind)
    {
        if (!bytes.AsSpan().StartsWith(BinaryObjects.Magic)) throw Unrecognized(kind, "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]", bytes);
        if (kind.IsCustom) throw new StatusException(415, "UnsupportedMediaType", UnknownFormat);
        return FromBinary(bytes, kind.Type);
    }

    /// <summary>The options or part of an object that is the body of a request, in any of its forms.</summary>
    /// <exception cref="StatusException">400: the bytes are no such thing.</exception>
    public static JsonObject FromBinary(byte[] bytes, TypeSchema type)
    {
        try
        {
            return BinaryObjects.Read(bytes, type);
        }
        catch (DecodeException e)
        {
            throw Refusal.BadRequest(e.Message);
        }
    }

    public static string FieldValidation(HttpContext context, string options)
    {
        var validation = context.Request.Query["fieldValidation"].ToString();
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
        {
            throw Refusal.InvalidOptions(options, Cause.NotSupported("fieldValidation", validation, ["", "Ignore", "Strict", "Warn"]));
        }
        return validation.Length == 0 ? "Warn" : validation;
    }

    private static JsonObject Parse(byte[] bytes, bool yaml, List<string> duplicates, ResourceKind kind)
    {
        try
        {
            var node = yaml ? Yaml.Read(Encoding.UTF8.GetString(bytes), duplicates) : JsonText.Parse(bytes, duplicates);
            if (node is JsonObject or null) return Typed((JsonObject?)node ?? [], kind, bytes);
            throw Unrecognized(kind, $"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonProblem.Name(node)} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}", bytes);
        }
        catch (JsonException e)
        {
            throw Unrecognized(kind, $"couldn't get version/kind; json parse error: {JsonProblem.Describe(bytes, e)}", bytes);
        }
        catch (YamlException e)
        {
            throw Unrecognized(kind, JsonProblem.Describe(e), bytes);
        }
    }

    private static JsonObject Typed(JsonObject raw, ResourceKind kind, byte[] bytes)
    {
        foreach (var field in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (raw[field] is not { } value || value.GetValueKind() == JsonValueKind.String) continue;
            throw Unrecognized(kind, $"couldn't get version/kind; json parse error: json: cannot unmarshal {JsonProblem.Name(value)} into Go struct field .{field} of type string", bytes);
        }
        var version = raw.Text("apiVersion") ?? "";
        return version.Count(c => c == '/') < 2 ? raw : throw Unrecognized(kind, $"unexpected GroupVersion string: {version}", bytes);
    }

    private static StatusException Unrecognized(ResourceKind kind, string why, byte[] bytes) =>
        Refusal.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind}): {why} ({FieldProblems.Summary(bytes)})");

    private static void CheckType(JsonObject raw, ResourceKind kind, byte[] bytes)
    {
        var name = raw.Text("kind") ?? "";
        var version = raw.Text("apiVersion") ?? "";
        if (kind.IsCustom)
        {
            CheckCustomType(name, version, kind, bytes);
            return;
        }
        if ((name.Length == 0 || name == kind.Kind) && (version.Length == 0 || version == kind.GroupVersion)) return;
        if (name == kind.Kind && KindTable.WasServed(version)) throw Refusal.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.GroupVersion})");
        var wrong = version.Length == 0 ? kind.Version : version[(version.LastIndexOf('/') + 1)..];
        if (!KindTable.IsKnown(version.Length > 0 ? version : kind.GroupVersion, name))
        {
            throw Refusal.BadRequest($"{name} in version \"{wrong}\" cannot be handled as a {kind.Kind}: no kind \"{name}\" is registered for version \"{(version.Length > 0 ? version : kind.GroupVersion)}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }
        throw Refusal.BadRequest($"{name} in version \"{wrong}\" cannot be handled as a {kind.Kind}: {Unknown(name, kind)}");
    }

    private static void CheckCustomType(string name, string version, ResourceKind kind, byte[] bytes)
    {
        if (name.Length == 0) throw Unrecognized(kind, $"Object 'Kind' is missing in '{Encoding.UTF8.GetString(bytes)}'", bytes);
        if (version.Length == 0) throw Unrecognized(kind, $"Object 'apiVersion' is missing in '{Encoding.UTF8.GetString(bytes)}'", bytes);
        if (version != kind.GroupVersion) throw Refusal.BadRequest($"the API version in the data ({version}) does not match the expected API version ({kind.GroupVersion})");
        if (name != kind.Kind) throw Refusal.Invalid(kind with { Kind = name }, "", [Cause.Invalid("kind", name, $"must be {kind.Kind}")]);
    }

    /// <summary>As a real server says that one kind is not another.</summary>
    public static string Unknown(string name, ResourceKind kind) =>
        $"converting ({(kind.Group.Length == 0 ? "v1" : kind.Version)}.{name}) to ({(kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0])}.{kind.Kind}): unknown conversion";

    private static JsonObject Decode(HttpContext context, JsonObject raw, ResourceKind kind, string validation, Func<List<string>, List<string>> problemsOf)
    {
        try
        {
            var unknown = new List<string>();
            var decoded = ObjectReader.Decode(raw, kind, unknown);
            if (validation == "Ignore" || problemsOf(unknown) is not { Count: > 0 } problems) return decoded;
            if (validation == "Strict") throw new DecodeException($"strict decoding error: {string.Join(", ", problems)}");
            Answer.WarnAbout(context, problems.SelectMany(p => p.StartsWith("yaml: ", StringComparison.Ordinal) ? p.Split("\n  ").Skip(1) : [p]));
            return decoded;
        }
        catch (DecodeException e)
        {
            throw Refusal.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {e.Message}");
        }
    }
}
