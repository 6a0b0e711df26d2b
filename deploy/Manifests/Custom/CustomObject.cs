using k8s;
using k8s.Models;

namespace SiteBuilder.Manifests.Custom;

/// <summary>An object of a kind that a CustomResourceDefinition brings.</summary>
/// <typeparam name="TSpec">The part of its spec that we use.</typeparam>
internal sealed class CustomObject<TSpec> : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public required TSpec Spec { get; init; }
}
