using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Secrets;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What can be said against the desired objects before the live ones are read.</summary>
internal static class DesiredCheck
{
    /// <summary>Every problem: nothing desired, kinds not served, namespaces missing or too much, an object twice, a wrong annotation.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(IReadOnlyList<JsonObject> objects, Discovery discovery, CancellationToken ct)
    {
        if (objects.Count == 0)
        {
            return ["no object is desired; that would delete the whole release, so it is refused"];
        }

        await discovery.PrepareAsync(objects.Select(o => o.ApiVersion()), ct).ConfigureAwait(false);
        var problems = new List<string>();
        foreach (var item in objects)
        {
            var key = ObjectKey.Of(item);
            if (item.ApiVersion().Length == 0 || item.Kind().Length == 0 || item.Name().Length == 0)
            {
                problems.Add($"{key}: an object needs apiVersion, kind and metadata.name");
                continue;
            }

            var resource = await discovery.FindAsync(item.ApiVersion(), item.Kind(), ct).ConfigureAwait(false);
            if (resource is null)
            {
                problems.Add($"{key}: the cluster does not serve {item.Kind()} of {item.ApiVersion()}; install what defines it, or add its CustomResourceDefinition to the release");
            }
            else if (resource.Namespaced != item.Namespace() is not null)
            {
                problems.Add(resource.Namespaced ? $"{key}: needs metadata.namespace" : $"{key}: a {item.Kind()} belongs to no namespace; remove metadata.namespace");
            }
        }

        problems.AddRange(objects.GroupBy(ObjectKey.Of).Where(g => g.Count() > 1).Select(g => $"{g.Key}: is desired {g.Count()} times"));
        problems.AddRange(GeneratedSecrets.Problems(objects));
        problems.AddRange(RolloutPatience.Problems(objects));
        return problems;
    }
}
