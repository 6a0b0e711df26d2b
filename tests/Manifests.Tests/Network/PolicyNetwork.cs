using System.Text.Json.Nodes;

namespace SiteBuilder.Manifests.Tests.Network;

/// <summary>Decides, as a network that enforces policies does, whether a connection is open: from one pod to another, or to an address outside (no pod).</summary>
internal sealed class PolicyNetwork(IEnumerable<JsonObject> objects)
{
    private const string NamespaceName = "kubernetes.io/metadata.name";
    private readonly List<JsonObject> _policies = [.. objects.OfKind("NetworkPolicy")];

    public bool IsOpen(NetworkPod from, NetworkPod? to, int port, string protocol = "TCP") =>
        Allows(from, "Egress", "egress", "to", to, port, protocol) && (to is null || Allows(to, "Ingress", "ingress", "from", from, port, protocol));

    /// <summary>A pod that no policy selects is open; one that some select needs a rule of one of them.</summary>
    private bool Allows(NetworkPod pod, string type, string rules, string peers, NetworkPod? other, int port, string protocol)
    {
        var policies = _policies.Where(policy => policy.Namespace() == pod.Namespace
            && policy.At("spec.policyTypes")!.AsArray().Any(one => one!.ToString() == type)
            && Selects(policy.At("spec.podSelector")!, pod.Labels)).ToList();
        return policies.Count == 0 || policies.SelectMany(policy => policy.Items($"spec.{rules}")).Any(rule =>
            (rule[peers] is null || rule.Items(peers).Any(peer => IsPeer(peer, pod.Namespace, other)))
            && (rule["ports"] is null || rule.Items("ports").Any(one => one.Text("port") == $"{port}" && (one.Text("protocol") ?? "TCP") == protocol)));
    }

    private static bool IsPeer(JsonObject peer, string own, NetworkPod? other)
    {
        if (peer.Text("ipBlock.cidr") is { } block)
        {
            return other is null && block == "0.0.0.0/0";
        }

        return other is not null
            && (peer["namespaceSelector"] is { } names ? Selects(names, new Dictionary<string, string> { [NamespaceName] = other.Namespace }) : other.Namespace == own)
            && (peer["podSelector"] is not { } pods || Selects(pods, other.Labels));
    }

    private static bool Selects(JsonNode selector, IReadOnlyDictionary<string, string> labels) =>
        (selector["matchLabels"]?.AsObject() ?? []).All(label => labels.GetValueOrDefault(label.Key) == label.Value!.ToString())
        && selector.Items("matchExpressions").All(one => one.Text("operator") switch
        {
            "In" => labels.TryGetValue(one.Text("key")!, out var value) && one["values"]!.AsArray().Any(allowed => allowed!.ToString() == value),
            var other => throw new NotSupportedException($"operator {other}"),
        });
}
