using k8s;
using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// The bounds of the namespaces whose pods are not ours: closed but for names, the API server and what the table opens, and a quota. What a system needs beyond
/// that, whoever brings it opens beside it.
/// </summary>
internal static class NeighbourObjects
{
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context) => NamespaceTable.All.SelectMany(entry => Bounds(context, entry));

    private static IEnumerable<IKubernetesObject<V1ObjectMeta>> Bounds(RenderContext context, NamespaceEntry entry) =>
    [
        NetworkPolicyObjects.Closed(context, entry.Name),
        NetworkPolicyObjects.Neighbours(context, entry),
        new V1ResourceQuota
        {
            ApiVersion = "v1",
            Kind = "ResourceQuota",
            Metadata = context.Meta("room", entry.Name),
            Spec = new V1ResourceQuotaSpec
            {
                Hard = new SortedDictionary<string, ResourceQuantity>(StringComparer.Ordinal)
                {
                    ["pods"] = new(entry.Pods, 0, ResourceQuantity.SuffixFormat.DecimalSI),
                    ["requests.cpu"] = new(entry.Cpu.Amount, 0, ResourceQuantity.SuffixFormat.DecimalSI),
                    ["requests.memory"] = new(entry.Memory.Amount, 0, ResourceQuantity.SuffixFormat.BinarySI),
                },
            },
        },
        // the quota counts requests, so a container that says nothing gets some. It gets no limit: how much an ingress controller or a Prometheus takes nobody knows
        // here, and too little slows the one down and ends the other
        new V1LimitRange
        {
            ApiVersion = "v1",
            Kind = "LimitRange",
            Metadata = context.Meta("containers", entry.Name),
            Spec = new V1LimitRangeSpec
            {
                Limits = [new V1LimitRangeItem { Type = "Container", DefaultRequest = Size("50m", "64Mi") }],
            },
        },
    ];

    private static SortedDictionary<string, ResourceQuantity> Size(string cpu, string memory) => new(StringComparer.Ordinal) { ["cpu"] = new(cpu), ["memory"] = new(memory) };
}
