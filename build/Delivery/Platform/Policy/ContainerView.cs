using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>A container of a pod.</summary>
/// <param name="Node">Its JSON.</param>
/// <param name="IsMain">False for containers that run before the pod or beside it for a moment.</param>
internal sealed record ContainerView(JsonObject Node, bool IsMain)
{
    public string Name => Read.Text(Node, "name") ?? "(no name)";

    /// <summary>A setting of its security context.</summary>
    public string? Security(params string[] path) => Read.Text(Node, ["securityContext", .. path]);

    /// <summary>A setting of its security context, or else the pod's.</summary>
    public string? SecurityOr(PodView pod, params string[] path) => Security(path) ?? Read.Text(pod.Spec, ["securityContext", .. path]);
}
