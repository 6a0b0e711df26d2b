using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Patches;
using SiteBuilder.Sandbox.Storage;
using YamlDotNet.Core;

namespace SiteBuilder.Sandbox.Http;

/// <summary>PATCH in its four forms.</summary>
internal sealed class PatchRequests(ClusterState state)
{
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    public const string ApplyYaml = "application/apply-patch+yaml";

    private static readonly string[] MetadataOrder =
        ["name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations", "ownerReferences", "finalizers", "managedFields"];

    public async Task PatchAsync(HttpContext context, ApiTarget target)
    {
        var accept = MediaType.OfObject(context, target.Kind.GoName);
        var type = Form(context, target);
        var options = WriteRequest.Options(context, "PatchOptions", target.Subresource);
        var validation = Body.FieldValidation(context, "PatchOptions");
        var bytes = await Body.ReadAsync(context);
        if (type == ApplyYaml)
        {
            var config = Configuration(bytes, target);
            var (stored, created) = state.Apply(target.Kind, target.Ns, target.Name!, config, ListQuery.Flag(context.Request.Query, "force") == true, options);
            await Answer.Object(context, created ? 201 : 200, target.Kind, stored, accept);
            return;
        }
        var warnings = new List<string>();
        var result = state.Update(target.Kind, target.Ns, target.Name!, options, current => Changed(current.Object, bytes, type, target, validation, warnings));
        Answer.WarnAbout(context, warnings);
        await Answer.Object(context, 200, target.Kind, result, accept);
    }

    /// <summary>The form of the patch, where it is one that the kind takes and its options are right.</summary>
    public static string Form(HttpContext context, ApiTarget target)
    {
        var type = Body.ContentType(context);
        if (type is not (Json or Merge or ApplyYaml) && (type != Strategic || target.Kind.IsCustom))
        {
            if (type is Strategic) throw new StatusException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {Json}, {Merge}, {ApplyYaml}");
            throw new StatusException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
        }
        CheckOptions(context, type);
        return type;
    }

    /// <summary>The object with the patch, decoded as the target's kind.</summary>
    public static JsonObject Changed(JsonObject current, byte[] bytes, string type, ApiTarget target, string validation, List<string> warnings)
    {
        warnings.Clear();
        var duplicates = new List<string>();
        var patch = Patch(bytes, type, duplicates);
        return Decode(Patched(current, patch, type, target.Kind), patch, duplicates, type, target, validation, warnings);
    }

    private static void CheckOptions(HttpContext context, string type)
    {
        if (type == ApplyYaml)
        {
            if (context.Request.Query["fieldManager"].ToString().Length == 0) throw Refusal.InvalidOptions("PatchOptions", Cause.Required("fieldManager", "is required for apply patch"));
        }
        else if (context.Request.Query["force"].ToString().Length > 0)
        {
            throw Refusal.InvalidOptions("PatchOptions", Cause.Forbidden("force", "may not be specified for non-apply patch"));
        }
    }

    public static JsonObject Configuration(byte[] bytes, ApiTarget target)
    {
        JsonNode? node;
        try
        {
            node = bytes.AsSpan().TrimStart(" \r\n\t"u8) is [(byte)'{', ..] && TryJson(bytes, out var json) ? json : Yaml.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (YamlException e)
        {
            throw Refusal.BadRequest($"error decoding YAML: error converting YAML to JSON: {JsonProblem.Describe(e)}");
        }
        var config = (node ?? new JsonObject()) as JsonObject
            ?? throw Refusal.BadRequest($"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonProblem.Name(node)} into Go value of type map[string]interface {{}}");
        if (config.Text("apiVersion") != target.Kind.GroupVersion || config.Text("kind") != target.Kind.Kind)
        {
            var version = config.Text("apiVersion") ?? "";
            var shown = version.Contains('/', StringComparison.Ordinal) ? version : $"/{version}";
            throw Refusal.BadRequest($"invalid object type: {(version.Length == 0 ? "/" : shown)}, Kind={config.Text("kind")}");
        }
        Writes.CheckNamespace(target, config);
        if (config.Text("metadata", "name") is { Length: > 0 }) Writes.CheckName(target, config);
        if (config.At("metadata", "managedFields") is JsonArray) throw Refusal.BadRequest("metadata.managedFields must be nil");
        return config;
    }

    private static bool TryJson(byte[] bytes, out JsonNode? node)
    {
        try
        {
            node = JsonText.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }

    private static JsonNode Patch(byte[] bytes, string type, List<string> duplicates)
    {
        JsonNode? node;
        var prefix = type == Strategic ? "" : "error decoding patch: ";
        try
        {
            node = JsonText.Parse(bytes, duplicates);
        }
        catch (JsonException e)
        {
            throw Refusal.BadRequest($"{prefix}{JsonProblem.Describe(bytes, e)}");
        }
        if (type == Json) return Operations(node);
        if (node is null) return type == Strategic ? new JsonObject() : throw Refusal.BadRequest("Invalid JSON Patch");
        return node as JsonObject ?? throw Refusal.BadRequest($"{prefix}json: cannot unmarshal {JsonProblem.Name(node)} into Go value of type map[string]interface {{}}");
    }

    private static JsonObject Patched(JsonObject current, JsonNode patch, string type, ResourceKind kind)
    {
        try
        {
            if (type == Json) return JsonPatch.Apply(current, (JsonArray)patch);
            var target = current.Clone();
            if (type == Merge) MergePatch.Apply(target, (JsonObject)patch);
            else StrategicMergePatch.Apply(target, (JsonObject)patch, kind.Type);
            return target;
        }
        catch (PatchException e)
        {
            throw type == Json
                ? new StatusException(422, "Invalid", "the server rejected our request due to an error in our request", [])
                : e.IsMalformed ? Refusal.BadRequest(e.Message) : Refusal.Internal(e.Message);
        }
    }

    private static JsonArray Operations(JsonNode? node)
    {
        const int most = 10_000;
        var operations = node as JsonArray ?? throw Refusal.BadRequest($"error decoding patch: json: cannot unmarshal {JsonProblem.Name(node)} into Go value of type []handlers.jsonPatchOp");
        if (operations.Count <= most) return operations;
        throw new StatusException(413, "RequestEntityTooLarge", $"Request entity too large: The allowed maximum operations in a JSON patch is {most}, got {operations.Count}");
    }

    private static void CheckType(JsonObject patched, ResourceKind kind, Func<string> shown)
    {
        var (version, name) = (patched.Text("apiVersion") ?? "", patched.Text("kind") ?? "");
        if (version.Length == 0 && name.Length == 0) return;
        if (version != kind.GroupVersion) throw Refusal.InvalidPatch(shown(), $"no kind \"{name}\" is registered for version \"{version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        if (name != kind.Kind) throw Refusal.InvalidPatch(shown(), Body.Unknown(name, kind));
    }

    private static JsonObject Decode(JsonObject patched, JsonNode patch, List<string> duplicates, string type, ApiTarget target, string validation, List<string> warnings)
    {
        string Shown() => type == Strategic ? GoText.Of(patch) : JsonText.Text(target.Kind.IsCustom ? JsonText.Sorted(patched) : Sorted(patched));
        var kind = target.Kind;
        if (type != Strategic) CheckType(patched, kind, Shown);
        try
        {
            var unknown = new List<string>();
            var decoded = ObjectReader.Decode(patched, kind, unknown, converts: type == Strategic);
            var problems = duplicates.Select(d => type == Json ? $"json patch duplicate field \"{d}\"" : $"duplicate field \"{d}\"").Concat(type == Json ? JsonPatch.Unknown((JsonArray)patch) : [])
                .Concat(unknown.Order(StringComparer.Ordinal).Select(u => $"unknown field \"{u}\"")).ToList();
            if (problems.Count > 0 && validation == "Strict") throw new DecodeException($"strict decoding error: {string.Join(", ", problems)}");
            if (validation == "Warn") warnings.AddRange(problems);
            Writes.CheckNamespace(target, decoded);
            Writes.CheckName(target, decoded);
            return decoded;
        }
        catch (DecodeException e)
        {
            throw Refusal.InvalidPatch(Shown(), e.Message);
        }
    }

    /// <summary>In the order in which errors show it: the top level by name, metadata as a server writes it.</summary>
    private static JsonObject Sorted(JsonObject obj)
    {
        var sorted = new JsonObject(obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        if (sorted["metadata"] is not JsonObject metadata) return sorted;
        var ordered = new JsonObject();
        foreach (var name in MetadataOrder.Concat(metadata.Select(p => p.Key)).Distinct().ToList())
        {
            if (!metadata.TryGetPropertyValue(name, out var value)) continue;
            metadata.Remove(name);
            ordered[name] = value;
        }
        sorted["metadata"] = ordered;
        return sorted;
    }
}
