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
        var accept = MediaType.OfObject(context, target.Kind.GoName);
        var options = WriteRequest.Options(context, "CreateOptions");
        var obj = await Body.ObjectAsync(context, target.Kind, "CreateOptions");
        CheckNamespace(target, obj);
        DropRepeatedOwners(context, obj);
        var stored = state.Create(target.Kind, target.Ns, obj, options);
        await Answer.Object(context, 201, target.Kind, stored, accept);
    }

    public async Task ReplaceAsync(HttpContext context, ApiTarget target)
    {
        var accept = MediaType.OfObject(context, target.Kind.GoName);
        var options = WriteRequest.Options(context, "UpdateOptions", target.Subresource);
        var obj = await Body.ObjectAsync(context, target.Kind, "UpdateOptions");
        CheckNamespace(target, obj);
        CheckName(target, obj);
        DropRepeatedOwners(context, obj);
        var (stored, created) = target.Subresource == "finalize"
            ? (state.Finalize(target.Name!, obj, options), false)
            : state.Put(target.Kind, target.Ns, target.Name!, obj, options);
        await Answer.Object(context, created ? 201 : 200, target.Kind, stored, accept);
    }

    public async Task DeleteAsync(HttpContext context, ApiTarget target)
    {
        var accept = MediaType.OfObject(context, target.Kind.GoName);
        var options = await DeleteRequest.OptionsAsync(context);
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
        var accept = MediaType.Choose(context, "Table", "PartialObjectMetadataList");
        var options = await DeleteRequest.OptionsAsync(context);
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
        await Answer.List(context, target.Kind, matching, version.ToString(CultureInfo.InvariantCulture), null, 0, accept);
    }

    private static void DropRepeatedOwners(HttpContext context, JsonObject obj)
    {
        var repeated = new List<string>();
        var seen = new List<JsonObject>();
        foreach (var owner in obj.Objects("metadata", "ownerReferences").ToList())
        {
            if (seen.Exists(s => JsonAccess.Same(s, owner))) repeated.Add(owner.Text("uid") ?? "");
            else seen.Add(owner);
        }
        if (repeated.Count == 0) return;
        obj.Need("metadata")["ownerReferences"] = new JsonArray([.. seen.Select(s => s.DeepClone())]);
        Answer.WarnAbout(context, [$".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {string.Join(", ", repeated.Distinct())}"]);
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
        if (string.IsNullOrEmpty(name)) throw Refusal.NameMissing(target.Name!);
        if (name != target.Name) throw Refusal.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
    }
}
