using System.Text.Json.Nodes;

namespace SiteBuilder.Bench.Rollout;

/// <summary>What is to be brought into a cluster.</summary>
/// <param name="Kubeconfig">Of the cluster, or of the slow way to it.</param>
/// <param name="Namespace">Where the objects live.</param>
/// <param name="Objects">The objects.</param>
/// <param name="File">The same as a YAML stream.</param>
internal sealed record BenchWork(string Kubeconfig, string Namespace, IReadOnlyList<JsonObject> Objects, string File)
{
    public static BenchWork Of(string kubeconfig, string ns, IReadOnlyList<JsonObject> objects, string folder) =>
        new(kubeconfig, ns, objects, MixedObjects.Write(objects, Path.Combine(folder, $"{ns}-{objects.Count}.yaml")));
}
