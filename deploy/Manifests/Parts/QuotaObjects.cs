using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Custom;

namespace SiteBuilder.Manifests.Parts;

/// <summary>
/// What a namespace may use at most, and what a container gets that does not say. Both follow from the workloads as the environment sizes them, so raising a
/// number in its file raises them in the same release, before the pods.
/// </summary>
internal static class QuotaObjects
{
    /// <summary>Room for as much again: pods that are ending count until they have ended.</summary>
    private const int Spare = 2;

    private static readonly string[] s_resources = ["cpu", "memory"];

    /// <param name="context">What all is made from.</param>
    /// <param name="objects">The other objects of the release.</param>
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, IReadOnlyCollection<IKubernetesObject<V1ObjectMeta>> objects)
    {
        foreach (var group in Workloads(objects).GroupBy(workload => workload.Namespace))
        {
            yield return new V1ResourceQuota
            {
                ApiVersion = "v1",
                Kind = "ResourceQuota",
                Metadata = context.Meta("room", group.Key),
                Spec = new V1ResourceQuotaSpec
                {
                    Hard = new SortedDictionary<string, ResourceQuantity>(StringComparer.Ordinal)
                    {
                        ["limits.cpu"] = Amount(Total(group, container => container.Resources.Limits["cpu"])),
                        ["limits.memory"] = Bytes(Total(group, container => container.Resources.Limits["memory"])),
                        ["persistentvolumeclaims"] = Amount(Spare * group.Sum(workload => workload.Replicas * workload.Claims.Count)),
                        ["pods"] = Amount(Spare * group.Sum(workload => workload.Pods)),
                        ["requests.cpu"] = Amount(Total(group, container => container.Resources.Requests["cpu"])),
                        ["requests.memory"] = Bytes(Total(group, container => container.Resources.Requests["memory"])),
                        ["requests.storage"] = Bytes(Spare * group.Sum(workload => workload.Replicas * workload.Claims.Sum(claim => claim.Spec.Resources.Requests["storage"].ToDecimal()))),
                    },
                },
            };
            yield return Limits(context, group.Key, [.. group.SelectMany(workload => workload.Containers)]);
        }
    }

    /// <summary>The quota counts requests and limits, so every container needs them: one that says nothing gets those of the smallest of ours, and none gets more than the largest.</summary>
    private static V1LimitRange Limits(RenderContext context, string ns, IReadOnlyCollection<V1Container> containers) => new()
    {
        ApiVersion = "v1",
        Kind = "LimitRange",
        Metadata = context.Meta("containers", ns),
        Spec = new V1LimitRangeSpec
        {
            Limits =
            [
                new V1LimitRangeItem
                {
                    Type = "Container",
                    DefaultRequest = Each(resource => containers.MinBy(container => container.Resources.Requests[resource].ToDecimal())!.Resources.Requests[resource]),
                    DefaultProperty = Each(resource => containers.MinBy(container => container.Resources.Limits[resource].ToDecimal())!.Resources.Limits[resource]),
                    Max = Each(resource => containers.MaxBy(container => container.Resources.Limits[resource].ToDecimal())!.Resources.Limits[resource]),
                },
            ],
        },
    };

    private static SortedDictionary<string, ResourceQuantity> Each(Func<string, ResourceQuantity> of) => new(s_resources.ToDictionary(resource => resource, of), StringComparer.Ordinal);

    private static decimal Total(IEnumerable<Workload> workloads, Func<V1Container, ResourceQuantity> of) =>
        Spare * workloads.Sum(workload => workload.Pods * workload.Containers.Sum(container => of(container).ToDecimal()));

    /// <summary>What runs pods, with the most that it may run.</summary>
    private static IEnumerable<Workload> Workloads(IReadOnlyCollection<IKubernetesObject<V1ObjectMeta>> objects)
    {
        var most = objects.OfType<V2HorizontalPodAutoscaler>().Select(scaler => (Target: (scaler.Namespace(), scaler.Spec.ScaleTargetRef.Name), Most: scaler.Spec.MaxReplicas))
            .Concat(objects.OfType<CustomObject<ScaledObjectSpec>>().Select(scaler => (Target: (scaler.Namespace(), scaler.Spec.ScaleTargetRef.Name), Most: scaler.Spec.MaxReplicaCount)))
            .ToDictionary(scaler => scaler.Target, scaler => scaler.Most);
        return
        [
            .. objects.OfType<V1Deployment>().Select(item => new Workload(item.Namespace(), item.Spec.Replicas ?? most[(item.Namespace(), item.Name())], item.Spec.Template, [])),
            .. objects.OfType<V1StatefulSet>().Select(item => new Workload(item.Namespace(), item.Spec.Replicas!.Value, item.Spec.Template, item.Spec.VolumeClaimTemplates ?? [])),
            .. objects.OfType<V1CronJob>().Select(item => new Workload(item.Namespace(), 1, item.Spec.JobTemplate.Spec.Template, [])),
            .. objects.OfType<V1Job>().Select(item => new Workload(item.Namespace(), 1, item.Spec.Template, [])),
        ];
    }

    private static ResourceQuantity Amount(decimal amount) => new(amount, 0, ResourceQuantity.SuffixFormat.DecimalSI);

    private static ResourceQuantity Bytes(decimal amount) => new(amount, 0, ResourceQuantity.SuffixFormat.BinarySI);

    private sealed record Workload(string Namespace, int Replicas, V1PodTemplateSpec Template, IList<V1PersistentVolumeClaim> Claims)
    {
        /// <summary>With the one that comes before another goes.</summary>
        public int Pods => Replicas + 1;

        public IEnumerable<V1Container> Containers => [.. Template.Spec.InitContainers ?? [], .. Template.Spec.Containers];
    }
}
