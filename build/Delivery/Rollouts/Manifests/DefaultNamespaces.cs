using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>Gives objects the namespace that they do not name.</summary>
internal static class DefaultNamespaces
{
    /// <summary>
    /// The objects, each of a namespaced kind in its own namespace or in the default one; from those of the cluster a namespace is taken away, as the API
    /// server does. What the definitions among the objects say of a kind counts as much as what the cluster serves.
    /// </summary>
    /// <param name="ns">Null leaves all objects as they are.</param>
    public static async Task<IReadOnlyList<JsonObject>> FillAsync(IReadOnlyList<JsonObject> objects, string? ns, Discovery discovery, CancellationToken ct)
    {
        if (ns is null)
        {
            return objects;
        }

        await discovery.PrepareAsync(objects.Select(item => item.ApiVersion()), ct).ConfigureAwait(false);
        var filled = new List<JsonObject>();
        foreach (var item in objects)
        {
            var resource = await discovery.FindAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false);
            filled.Add(resource is null || resource.Namespaced == item.Namespace() is not null ? item : With(item, resource.Namespaced ? ns : null));
        }

        return filled;
    }

    private static JsonObject With(JsonObject item, string? ns)
    {
        var copy = item.Copy();
        if (copy["metadata"] is JsonObject metadata)
        {
            metadata.Remove("namespace");
            if (ns is not null)
            {
                metadata["namespace"] = ns;
            }
        }

        return copy;
    }
}
