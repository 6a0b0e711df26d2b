using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Patches;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The scale subresource.</summary>
internal sealed class ScaleRequests(ClusterState state)
{
    public async Task GetAsync(HttpContext context, ApiTarget target)
    {
        var found = state.Store.Get(target.Key) ?? throw Refusal.NotFound(target.Kind, target.Name!);
        await Answer.Json(context, 200, Scale(found.Object, target.Kind));
    }

    public async Task WriteAsync(HttpContext context, ApiTarget target)
    {
        var put = HttpMethods.IsPut(context.Request.Method);
        var options = WriteRequest.Options(context, put ? "UpdateOptions" : "PatchOptions", "scale");
        var type = Body.ContentType(context);
        var bytes = await Body.ReadAsync(context);
        JsonNode? body;
        try
        {
            body = type == Body.Binary ? Body.FromBinary(bytes, KindTable.Type("autoscaling.v1.Scale")) : type == "application/apply-patch+yaml" ? Yaml.Read(System.Text.Encoding.UTF8.GetString(bytes)) : JsonText.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw Refusal.BadRequest($"error decoding scale: {JsonProblem.Describe(bytes, e)}");
        }
        var result = state.Update(target.Kind, target.Ns, target.Name!, options, current =>
        {
            var scale = Scale(current.Object, target.Kind);
            if (put) scale = (body as JsonObject)?.Clone() ?? throw Refusal.BadRequest("the scale must be an object");
            else if (type == "application/json-patch+json") scale = JsonPatch.Apply(scale, body as JsonArray ?? []);
            else MergePatch.Apply(scale, body as JsonObject ?? []);
            return Scaled(current, scale, target);
        });
        await Answer.Json(context, 200, Scale(result.Object, target.Kind));
    }

    private static JsonObject Scaled(StoredObject current, JsonObject scale, ApiTarget target)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            var cause = Cause.Invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            throw new StatusException(422, "Invalid", $"Scale.autoscaling \"{target.Name}\" is invalid: {cause}",
                new JsonObject { ["name"] = target.Name, ["group"] = "autoscaling", ["kind"] = "Scale", ["causes"] = Refusal.Causes([cause]) });
        }
        var obj = current.Object.Clone();
        var metadata = obj.Need("metadata");
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version) metadata["resourceVersion"] = version;
        var path = Path(target.Kind, "specReplicasPath", ".spec.replicas");
        var parent = obj;
        foreach (var name in path[..^1]) parent = parent.Need(name);
        parent[path[^1]] = replicas;
        return obj;
    }

    private static JsonObject Scale(JsonObject obj, ResourceKind kind)
    {
        var metadata = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (obj.At("metadata", name) is { } value) metadata[name] = value.DeepClone();
        }
        var spec = new JsonObject();
        if (obj.Number(Path(kind, "specReplicasPath", ".spec.replicas")) is { } wanted and > 0) spec["replicas"] = wanted;
        var status = new JsonObject { ["replicas"] = obj.Number(Path(kind, "statusReplicasPath", ".status.replicas")) ?? 0 };
        if (Selector(obj, kind) is { Length: > 0 } selector) status["selector"] = selector;
        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    private static string Selector(JsonObject obj, ResourceKind kind)
    {
        if (kind.IsCustom) return kind.Custom.Text("subresources", "scale", "labelSelectorPath") is { } path ? obj.Text(path.TrimStart('.').Split('.')) ?? "" : "";
        return Tables.Cells.Selector(obj.Object("spec", "selector"));
    }

    private static string[] Path(ResourceKind kind, string name, string builtIn) =>
        (kind.IsCustom ? kind.Custom.Text("subresources", "scale", name) ?? "" : builtIn).TrimStart('.').Split('.');
}
