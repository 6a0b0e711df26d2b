using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Which object: the API version does not count, so that an object moved from one version to the next stays the same object.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Namespace">Null for objects of the cluster.</param>
/// <param name="Name">Name of the object.</param>
internal readonly record struct ObjectKey(string Group, string Kind, string? Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(JsonObject item) => new(GroupOf(item.ApiVersion()), item.Kind(), item.Namespace(), item.Name());

    /// <summary>The group of <c>apps/v1</c> is <c>apps</c>, of <c>v1</c> the empty one.</summary>
    public static string GroupOf(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : apiVersion[..slash];
    }

    /// <summary>As in <c>Deployment frontend/storefront</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
