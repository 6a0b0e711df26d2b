using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Images for a processor that no node has where their pods may run. Only images whose architecture is known are looked at.</summary>
internal sealed class Architectures : IPreflightCheck
{
    public async Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct)
    {
        if (context.Architectures.Count == 0 || context.Workloads.Count == 0 || await context.Facts.ListAsync(CoreResources.Node, null, ct).ConfigureAwait(false) is not { Count: > 0 } nodes)
        {
            return [];
        }

        var findings = new List<Finding>();
        foreach (var workload in context.Workloads)
        {
            var present = NodeFit.Of(workload.Pod, nodes).Select(NodeFit.Architecture).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            foreach (var container in workload.Pod.Items("initContainers").Concat(workload.Pod.Items("containers")))
            {
                if (present.Count > 0 && context.Architectures.GetValueOrDefault(container.Text("image") ?? "") is { } built && !present.Contains(built))
                {
                    findings.Add(Finding.Problem($"{workload.Key}: the image of container {container.Text("name")} is built for {built}, and the nodes it may run on are {string.Join(", ", present)}; add nodes of {built}, or a nodeSelector that leads to them"));
                }
            }
        }

        return findings;
    }
}
