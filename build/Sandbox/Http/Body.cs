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

    public static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 << 10];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > LargestBody) throw new StatusException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {LargestBody}", []);
        }
        return buffer.ToArray();
    }

    /// <summary>The media type without its parameters.</summary>
    public static string ContentType(HttpContext context) => (context.Request.ContentType ?? "application/json").Split(';')[0].Trim();

    /// <summary>An object of that kind, decoded. What is unknown or given twice is refused or warned about.</summary>
    public static async Task<JsonObject> ObjectAsync(HttpContext context, ResourceKind kind, string options)
    {
        var type = ContentType(context);
        if (type is not ("application/json" or "application/yaml" or "*/*"))
        {
            throw new StatusException(415, "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");
        }
        var bytes = await ReadAsync(context);
        var validation = FieldValidation(context, options);
        var strict = new List<string>();
        var raw = Parse(bytes, type == "application/yaml", strict, kind);
        CheckType(raw, kind);
        return Decode(context, raw, kind, validation, strict);
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
            var node = yaml ? Yaml.Read(Encoding.UTF8.GetString(bytes)) : JsonText.Parse(bytes, duplicates);
            if (node is JsonObject obj) return obj;
            throw Unrecognized(kind, "json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }");
        }
        catch (JsonException e)
        {
            throw Unrecognized(kind, $"{JsonProblem.Describe(bytes, e)} ({(bytes.Length == 0 ? "<empty>" : Encoding.UTF8.GetString(bytes))})");
        }
        catch (YamlException e)
        {
            throw Unrecognized(kind, $"yaml: line {e.Start.Line}: {e.Message}");
        }
    }

    private static StatusException Unrecognized(ResourceKind kind, string why) =>
        Refusal.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind}): couldn't get version/kind; json parse error: {why}");

    private static void CheckType(JsonObject raw, ResourceKind kind)
    {
        var name = raw.Text("kind") ?? "";
        var version = raw.Text("apiVersion") ?? "";
        if ((name.Length == 0 || name == kind.Kind) && (version.Length == 0 || version == kind.GroupVersion)) return;
        if (version.Length > 0 && version != kind.GroupVersion)
        {
            var wrong = version[(version.LastIndexOf('/') + 1)..];
            throw Refusal.BadRequest($"{name} in version \"{wrong}\" cannot be handled as a {kind.Kind}: no kind \"{name}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }
        throw Refusal.BadRequest($"{name} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {Unknown(name, kind)}");
    }

    /// <summary>As a real server says that one kind is not another.</summary>
    public static string Unknown(string name, ResourceKind kind) =>
        $"converting ({(kind.Group.Length == 0 ? "v1" : kind.Version)}.{name}) to ({(kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0])}.{kind.Kind}): unknown conversion";

    private static JsonObject Decode(HttpContext context, JsonObject raw, ResourceKind kind, string validation, List<string> duplicates)
    {
        try
        {
            var unknown = new List<string>();
            var decoded = ObjectReader.Decode(raw, kind, unknown);
            var problems = duplicates.Select(d => $"duplicate field \"{d}\"").Concat(unknown.Select(u => $"unknown field \"{u}\"")).ToList();
            if (problems.Count == 0 || validation == "Ignore") return decoded;
            if (validation == "Strict") throw new DecodeException($"strict decoding error: {string.Join(", ", problems)}");
            Answer.WarnAbout(context, problems);
            return decoded;
        }
        catch (DecodeException e)
        {
            throw Refusal.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {e.Message}");
        }
    }
}
