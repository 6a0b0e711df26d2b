using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Apply;

/// <summary>
/// A StatefulSet replaces no pod while one of an earlier template is not ready, not even by the template that would mend it: a broken pod has
/// to be deleted by somebody (kubernetes/kubernetes#67250).
/// </summary>
internal sealed class StuckPods(ClusterClient client, RolloutLedger ledger)
{
    /// <summary>Deletes the pods that are in the way of a template that was just written.</summary>
    public async Task RemoveAsync(Change change, JsonObject written, CancellationToken ct)
    {
        if (change.Key is not { Group: "apps", Kind: "StatefulSet", Namespace: { } ns } || change.Live is null || JsonNode.DeepEquals(change.Live.At("spec", "template"), written.At("spec", "template")))
        {
            return;
        }

        var pods = await client.ListAsync(CoreResources.Pod, ns, null, ct).ConfigureAwait(false);
        foreach (var pod in pods.Items.Where(p => p.IsOwnedBy(written.Uid())))
        {
            if (PodProblems.Of(pod, []) is { } problem && await client.DeleteAsync(CoreResources.Pod, ns, pod.Name(), pod.Uid(), "Background", ct).ConfigureAwait(false))
            {
                ledger.Say(change.Key, $"pod {pod.Name()} of the template before is stuck ({problem.Reason}) and was deleted");
            }
        }
    }
}
