using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>What a path of the API speaks of.</summary>
/// <param name="Namespace">Null for cluster-scoped kinds and for lists over all namespaces.</param>
internal sealed record ApiTarget(ResourceKind Kind, string? Namespace, string? Name, string Subresource, bool Watch)
{
    public string Ns => Namespace ?? "";

    public ObjectKey Key => new(Kind.ObjectKind, Ns, Name!);

    /// <summary>What a request with this target wants to do, as roles name it.</summary>
    public AccessRequest Access(HttpContext context)
    {
        var watch = Watch || context.Request.Query["watch"].ToString() is "true" or "1";
        var verb = context.Request.Method switch
        {
            "GET" or "HEAD" => Name is not null ? "get" : watch ? "watch" : "list",
            "POST" => "create",
            "PUT" => "update",
            "DELETE" => Name is null ? "deletecollection" : "delete",
            var method => method.ToLowerInvariant(),
        };
        return new AccessRequest(verb, Kind.Group, Kind.Plural, Subresource, Ns, Name ?? "");
    }

    /// <summary>Null where the path belongs to no group that is served.</summary>
    /// <exception cref="StatusException">The group is served, but not this resource.</exception>
    public static ApiTarget? Parse(string[] segments, KindTable kinds)
    {
        var (group, version, rest) = segments switch
        {
            ["api", var v, .. var r] => ("", v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => ("", "", []),
        };
        if (rest.Length == 0 || !kinds.Versions.Any(v => v.Group == group)) return null;
        var watch = rest[0] == "watch" && rest.Length > 1;
        if (watch) rest = rest[1..];
        string? ns = null;
        if (rest is ["namespaces", var name, var plural, ..] && (plural is not ("status" or "finalize") || group.Length > 0))
        {
            ns = name;
            rest = rest[2..];
        }
        var kind = kinds.ByPlural(group, version, rest[0]);
        if (kind is null || rest.Length > 3) throw Refusal.NoSuchResource();
        // a namespaced kind may be listed over all namespaces, but one object of it has one
        if (ns is not null ? !kind.Namespaced : kind.Namespaced && rest.Length > 1) throw Refusal.NoSuchResource();
        var target = new ApiTarget(kind, ns, rest.ElementAtOrDefault(1), rest.ElementAtOrDefault(2) ?? "", watch);
        if (target.Subresource.Length > 0 && !kind.Subresources.Contains(target.Subresource)) throw Refusal.NoSuchResource();
        return target;
    }
}
