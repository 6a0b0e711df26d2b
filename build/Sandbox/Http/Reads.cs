using System.Globalization;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>GET of one object and of lists.</summary>
internal sealed class Reads(ClusterState state, Watches watches)
{
    public async Task GetAsync(HttpContext context, ApiTarget target)
    {
        MediaType.Choose(context, MediaType.ObjectForms);
        var found = state.Store.Get(target.Key);
        var version = context.Request.Query["resourceVersion"].ToString();
        if (version.Length > 0)
        {
            if (!ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)) throw ListQuery.NotANumber(version, 500);
            if (asked > (ulong)state.Version) throw Refusal.TooNew(asked, state.Version);
        }
        if (found is null) throw Refusal.NotFound(target.Kind, target.Name!);
        await Answer.Object(context, 200, target.Kind, found, MediaType.OfObject(context, target.Kind.GoName));
    }

    public async Task ListAsync(HttpContext context, ApiTarget target)
    {
        var query = ListQuery.Parse(context.Request.Query, target);
        var accept = MediaType.Choose(context, "Table", "PartialObjectMetadataList", "PartialObjectMetadata");
        if (query.Watch)
        {
            if (accept.IsYaml) throw new StatusException(406, "NotAcceptable", "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch");
            await watches.RunAsync(context, target, query, accept);
            return;
        }
        if (accept.As == "PartialObjectMetadata")
        {
            throw new StatusException(406, "NotAcceptable", $"you requested PartialObjectMetadata, but the requested object is a list ({target.Kind.GoName}List)");
        }
        var (objects, version, next, left) = Page(target, query);
        var listVersion = version.ToString(CultureInfo.InvariantCulture);
        await Answer.List(context, target.Kind, objects, listVersion, next, left, accept);
    }

    /// <summary>The objects a list answers with, its version, the token of the next page and how many are left.</summary>
    private (List<StoredObject> Objects, long Version, string? Next, long Left) Page(ApiTarget target, ListQuery query)
    {
        var ns = target.Kind.Namespaced ? target.Namespace : null;
        var (objects, version) = At(target, query, ns);
        if (!query.SelectsAll) objects = [.. objects.Where(query.Matches)];
        if (query.Continue is { } page) objects = [.. objects.Where(o => page.IsBefore(o, ns))];
        // any version will do for a list from version 0, so it is given whole
        if (query.Limit <= 0 || objects.Count <= query.Limit || query.ResourceVersion == "0") return (objects, version, null, 0);
        var cut = objects[..(int)query.Limit];
        return (cut, version, ContinueToken.After(version, cut[^1], ns).ToString(), query.SelectsAll ? objects.Count - cut.Count : 0);
    }

    private (List<StoredObject> Objects, long Version) At(ApiTarget target, ListQuery query, string? ns)
    {
        if (query.Continue is { } page)
        {
            if (query.ResourceVersion is not ("" or "0")) throw Refusal.BadRequest("specifying resource version is not allowed when using continue");
            if (page.Version < 0) return state.Store.List(target.Kind.ObjectKind, ns);
            return (state.Store.ListAt(target.Kind.ObjectKind, ns, page.Version) ?? throw Refusal.PageExpired((page with { Version = -1 }).ToString()), page.Version);
        }
        if (query.ResourceVersion.Length == 0) return state.Store.List(target.Kind.ObjectKind, ns);
        var exact = query.Match == "Exact" || (query.Match.Length == 0 && query.Limit > 0 && query.ResourceVersion != "0");
        if (!long.TryParse(query.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var asked))
        {
            throw ListQuery.NotANumber(query.ResourceVersion, 400, "invalid resource version: ");
        }
        if (asked > state.Version) throw Refusal.TooNew((ulong)asked, state.Version);
        if (!exact) return state.Store.List(target.Kind.ObjectKind, ns);
        return (state.Store.ListAt(target.Kind.ObjectKind, ns, asked) ?? throw Refusal.Expired("The resourceVersion for the provided list is too old."), asked);
    }
}
