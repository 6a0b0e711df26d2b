using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The scale subresource.</summary>
internal sealed class ScaleRequests(ClusterState state)
{
    private static readonly ResourceKind Kind = new()
    {
        Group = "autoscaling",
        Version = "v1",
        Kind = "Scale",
        Plural = "scales",
        Singular = "scale",
        Namespaced = true,
        Type = KindTable.Type("autoscaling.v1.Scale"),
    };

    public async Task GetAsync(HttpContext context, ApiTarget target)
    {
        var found = state.Store.Get(target.Key) ?? throw Refusal.NotFound(target.Kind, target.Name!);
        if (target.Kind.IsCustom && found.Object.Number([.. target.Kind.ReplicasPath]) is null)
        {
            var missing = $"the spec replicas field \".{string.Join('.', target.Kind.ReplicasPath)}\" does not exist";
            throw new StatusException(500, "InternalError", $"Internal error occurred: {missing}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = missing }) });
        }
        await Answer.Json(context, 200, Scale(found.Object, target.Kind));
    }

    public async Task PutAsync(HttpContext context, ApiTarget target)
    {
        var options = WriteRequest.Options(context, "UpdateOptions", "scale");
        var scale = await Body.ObjectAsync(context, Kind, "UpdateOptions");
        Writes.CheckNamespace(target, scale);
        Writes.CheckName(target, scale);
        var result = state.Update(target.Kind, target.Ns, target.Name!, options, current => Scaled(current, scale, target));
        await Answer.Json(context, 200, Scale(result.Object, target.Kind));
    }

    public async Task PatchAsync(HttpContext context, ApiTarget target)
    {
        var form = PatchRequests.Form(context, target);
        var options = WriteRequest.Options(context, "PatchOptions", "scale");
        var validation = Body.FieldValidation(context, "PatchOptions");
        var bytes = await Body.ReadAsync(context);
        var scaleTarget = target with { Kind = Kind };
        var warnings = new List<string>();
        var result = form == PatchRequests.ApplyYaml
            ? state.Apply(target.Kind, target.Ns, target.Name!, Applied(PatchRequests.Configuration(bytes, scaleTarget), target), ListQuery.Flag(context.Request.Query, "force") == true, options).Object
            : state.Update(target.Kind, target.Ns, target.Name!, options, current =>
                Scaled(current, PatchRequests.Changed(Scale(current.Object, target.Kind), bytes, form, scaleTarget, validation, warnings), target));
        Answer.WarnAbout(context, warnings);
        await Answer.Json(context, 200, Scale(result.Object, target.Kind));
    }

    /// <summary>What is applied to a scale, as a part of the object that is scaled.</summary>
    private static JsonObject Applied(JsonObject config, ApiTarget target)
    {
        var kind = target.Kind;
        var obj = new JsonObject { ["apiVersion"] = kind.GroupVersion, ["kind"] = kind.Kind, ["metadata"] = new JsonObject { ["name"] = target.Name, ["namespace"] = target.Ns } };
        if (config.At("spec", "replicas") is { } replicas) SetReplicas(obj, kind, replicas.DeepClone());
        return obj;
    }

    private static void SetReplicas(JsonObject obj, ResourceKind kind, JsonNode? replicas)
    {
        var parent = obj;
        foreach (var name in kind.ReplicasPath.SkipLast(1)) parent = parent.Need(name);
        parent[kind.ReplicasPath[^1]] = replicas;
    }

    private static JsonObject Scaled(StoredObject current, JsonObject scale, ApiTarget target)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0 && target.Kind.IsCustom) throw Refusal.Invalid(target.Kind, target.Name!, [Cause.Invalid($".{string.Join('.', target.Kind.ReplicasPath)}", replicas, "should be a non-negative integer")]);
        if (replicas < 0) throw Refusal.Invalid(Kind, target.Name!, [Cause.Invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
        var obj = current.Object.Clone();
        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version) obj.Need("metadata")["resourceVersion"] = version;
        SetReplicas(obj, target.Kind, replicas);
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
        var wanted = obj.Number([.. kind.ReplicasPath]);
        if (wanted > 0) spec["replicas"] = wanted;
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
