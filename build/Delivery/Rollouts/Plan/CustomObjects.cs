using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Objects of kinds that Kubernetes does not bring: something looks after them that may run already, or come with the same release.</summary>
internal static class CustomObjects
{
    private static readonly HashSet<string> s_builtIn = new(StringComparer.Ordinal)
    {
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "certificates.k8s.io", "coordination.k8s.io",
        "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io", "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io",
        "storage.k8s.io", "storagemigration.k8s.io",
    };

    private static readonly string[] s_routes = ["Route", "VirtualService", "HTTPProxy"];

    /// <summary>The group of a definition has a dot in it, and those of Kubernetes itself are known.</summary>
    public static bool Is(JsonObject item) => ObjectKey.GroupOf(item.ApiVersion()) is var group && group.Contains('.', StringComparison.Ordinal) && !s_builtIn.Contains(group);

    /// <summary>Whether it leads requests to what comes before it.</summary>
    public static bool IsRoute(JsonObject item) => s_routes.Any(word => item.Kind().EndsWith(word, StringComparison.Ordinal));

    /// <summary>Whether it runs pods, as a Deployment does.</summary>
    public static bool RunsPods(JsonObject item) => item.At("spec", "template", "spec", "containers") is JsonArray;

    /// <summary>
    /// What looks after it may come in a later wave, and what it asks for may too: to wait for it in its own wave could be to wait for ever. So it is with a
    /// load balancer, whose address something outside brings after minutes, while nothing of the release needs it. Whoever has put it into a wave by annotation knows better.
    /// </summary>
    public static bool IsWaitedForAtEnd(JsonObject item) => (Is(item) || IsLoadBalancer(item)) && Waves.Asked(item) is null;

    private static bool IsLoadBalancer(JsonObject item) => item.Kind() == "Service" && item.ApiVersion() == "v1" && item.Text("spec", "type") == "LoadBalancer";
}
