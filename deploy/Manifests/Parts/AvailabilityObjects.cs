using k8s;
using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>What keeps a service of several pods up, and gives it more of them.</summary>
internal static class AvailabilityObjects
{
    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context, ServiceEntry service)
    {
        if (context.LeastPods(service) > 1)
        {
            yield return Budget(context, service);
        }

        if (context.SettingsOf(service).Autoscale is { } range)
        {
            yield return AutoscalerObjects.Of(context, service, range);
        }
    }

    /// <summary>One pod at a time may be moved; a pod that is not ready anyway may always.</summary>
    private static V1PodDisruptionBudget Budget(RenderContext context, ServiceEntry service) => new()
    {
        ApiVersion = "policy/v1",
        Kind = "PodDisruptionBudget",
        Metadata = context.Meta(service),
        Spec = new V1PodDisruptionBudgetSpec
        {
            MaxUnavailable = 1,
            Selector = WorkloadParts.Selector(service),
            UnhealthyPodEvictionPolicy = "AlwaysAllow",
        },
    };
}
