using k8s.Models;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>Keeps the members of a replicated server apart, as far as the environment asks for it.</summary>
internal static class MemberPlacement
{
    public static void Apply(RenderContext context, ServiceEntry server, V1PodSpec pod)
    {
        if (context.LeastPods(server) == 1)
        {
            return;
        }

        var spread = context.Environment.Database.Spread;
        var term = new V1PodAffinityTerm { TopologyKey = "kubernetes.io/hostname", LabelSelector = WorkloadParts.Selector(server) };
        pod.Affinity = new V1Affinity
        {
            PodAntiAffinity = spread == MemberSpread.Any
                ? new V1PodAntiAffinity { PreferredDuringSchedulingIgnoredDuringExecution = [new V1WeightedPodAffinityTerm { Weight = 100, PodAffinityTerm = term }] }
                : new V1PodAntiAffinity { RequiredDuringSchedulingIgnoredDuringExecution = [term] },
        };
        foreach (var constraint in pod.TopologySpreadConstraints.Where(constraint => spread == MemberSpread.Zone && constraint.TopologyKey == "topology.kubernetes.io/zone"))
        {
            constraint.WhenUnsatisfiable = "DoNotSchedule";
        }
    }
}
