using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>POST, PUT and DELETE of objects.</summary>
internal sealed class Writes(ClusterState state)
{
    /// <summary>Kinds whose deletion is answered with the object instead of a Status.</summary>
    private static readonly HashSet<string> ReturnedWhenDeleted = new(StringComparer.Ordinal)
    {
        "Pod", "Service", "ServiceAccount", "PersistentVolume", "PersistentVolumeClaim", "ResourceQuota", "Namespace", "PodTemplate", "StorageClass",
    };

    public async Task CreateAsync(HttpContext context, ApiTarget target)
    {
        var accept = MediaType.Choose(context, "Table", "PartialObjectMetadata");
        var options = WriteRequest.Options(context, "CreateOptions");
        var obj = await Body.ObjectAsync(context, target.Kind, "CreateOptions");
        CheckNamespace(target, obj);
        var stored = state.Create(target.Kind, target.Ns, obj, options);
        await Answer.Object(context, 201, target.Kind, stored, accept);
    }

    public async Task ReplaceAsync(HttpContext context, ApiTarget target)
    {
        var accept = MediaType.Choose(context, "Table", "PartialObjectMetadata");
        var options = WriteRequest.Options(context, "UpdateOptions", target.Subresource);
        var obj = await Body.ObjectAsync(context, target.Kind, "UpdateOptions");
        CheckNamespace(target, obj);
        CheckName(target, obj);
        var (stored, created) = target.Subresource == "finalize"
            ? (state.Finalize(target.Name!, obj), false)
            : state.Put(target.Kind, target.Ns, target.Name!, obj, options);
        await Answer.Object(context, created ? 201 : 200, target.Kind, stored, accept);
    }

    public async Task DeleteAsync(HttpContext context, ApiTarget target)
    {
        var accept = MediaType.Choose(context, "Table", "PartialObjectMetadata");
        var options = await OptionsAsync(context);
        if (target.Kind is { Kind: "Job", Group: "batch" } && options.Propagation is null)
        {
            Answer.WarnAbout(context, ["child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"]);
            options = options with { Propagation = DeletePropagation.Orphan };
        }
        var (obj, gone) = state.Delete(target.Kind, target.Ns, target.Name!, options);
        if (!gone || (ReturnedWhenDeleted.Contains(target.Kind.Kind) && !target.Kind.IsCustom))
        {
            await Answer.Object(context, 200, target.Kind, obj, accept);
            return;
        }
        var details = Refusal.Details(target.Kind.Group, target.Kind.Plural, target.Name!);
        details["uid"] = obj.Uid;
        await Answer.Json(context, 200, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        });
    }

    public async Task DeleteCollectionAsync(HttpContext context, ApiTarget target)
    {
        var query = ListQuery.Parse(context.Request.Query, target);
        var options = await OptionsAsync(context);
        var (objects, version) = state.Store.List(target.Kind.ObjectKind, target.Kind.Namespaced ? target.Namespace : null);
        var matching = objects.Where(query.Matches).ToList();
        foreach (var obj in matching)
        {
            try
            {
                state.Delete(target.Kind, obj.Key.Namespace, obj.Key.Name, options with { Uid = obj.Uid });
            }
            catch (StatusException e) when (e.Code is 404 or 409)
            {
                // gone by now
            }
        }
        await Answer.Json(context, 200, new JsonObject
        {
            ["kind"] = target.Kind.ListKind,
            ["apiVersion"] = target.Kind.GroupVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) },
            ["items"] = new JsonArray([.. matching.Select(o => Item(o, target.Kind.IsCustom))]),
        });
    }

    public static void CheckNamespace(ApiTarget target, JsonObject obj)
    {
        if (obj.Text("metadata", "namespace") is { Length: > 0 } ns && ns != target.Ns)
        {
            throw Refusal.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    public static void CheckName(ApiTarget target, JsonObject obj)
    {
        var name = obj.Text("metadata", "name");
        if (string.IsNullOrEmpty(name)) throw Refusal.BadRequest($"the name of the object ({target.Name} based on URL) was undeterminable: name must be provided");
        if (name != target.Name) throw Refusal.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
    }

    private static JsonNode Item(StoredObject obj, bool withType)
    {
        var item = obj.Object.Clone();
        if (withType) return item;
        item.Remove("kind");
        item.Remove("apiVersion");
        return item;
    }

    private static async Task<DeleteOptions> OptionsAsync(HttpContext context)
    {
        var bytes = await Body.ReadAsync(context);
        JsonObject body;
        try
        {
            body = bytes.Length == 0 ? [] : Body.ContentType(context) == Body.Binary ? Body.FromBinary(bytes, Kinds.KindTable.Type("meta.v1.DeleteOptions")) : Body.ContentType(context) == "application/yaml"
                ? Yaml.Read(System.Text.Encoding.UTF8.GetString(bytes)) as JsonObject ?? []
                : JsonText.ParseObject(bytes);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            throw Refusal.BadRequest($"couldn't get version/kind; json parse error: {e.Message}");
        }
        var query = context.Request.Query;
        var policy = body.Text("propagationPolicy") ?? (query["propagationPolicy"].ToString() is { Length: > 0 } p ? p : null);
        var orphan = body["orphanDependents"] is null ? (bool?)null : body.Flag("orphanDependents");
        DeletePropagation? propagation = orphan is null ? null : orphan.Value ? DeletePropagation.Orphan : DeletePropagation.Background;
        if (policy is not null)
        {
            if (orphan is not null) throw Refusal.InvalidOptions("DeleteOptions", Cause.Invalid("propagationPolicy", policy, "orphanDependents and deletionPropagation cannot be both set"));
            if (!Enum.TryParse<DeletePropagation>(policy, out var parsed)) throw Refusal.InvalidOptions("DeleteOptions", Cause.NotSupported("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"]));
            propagation = parsed;
        }
        var dryRun = body.Texts("dryRun").Contains("All") || WriteRequest.IsDryRun(context, "DeleteOptions");
        return new DeleteOptions(propagation, (int?)body.Number("gracePeriodSeconds") ?? WriteRequest.Seconds(context, "gracePeriodSeconds"),
            body.Text("preconditions", "uid"), body.Text("preconditions", "resourceVersion"), dryRun);
    }
}
