using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>
/// A StatefulSet replaces no pod while one of an earlier template is not ready, not even by the template that would mend it: a broken pod has
/// to be deleted by somebody (kubernetes/kubernetes#67250). It may look well for a moment, as a container in a crash loop does between two ends, so
/// it is looked for as long as the set is waited for, once its controller has taken note of the new template.
/// </summary>
internal sealed class PodsInTheWay(ClusterLook look, TimeProvider time, RolloutPatience patience)
{
    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    /// <summary>Deletes those whose time is over.</summary>
    /// <returns>When to look again at the latest.</returns>
    public async Task<TimeSpan> RemoveAsync(PendingObject item, PodsOf pods, long now, CancellationToken ct)
    {
        var rest = TimeSpan.MaxValue;
        foreach (var pod in pods.InTheWay.ToList())
        {
            var uid = pod.Uid();
            if (_deleted.Contains(uid))
            {
                continue;
            }

            if (!_since.TryGetValue(uid, out var since))
            {
                _since[uid] = since = now;
            }

            var problem = PodProblems.Of(new PodEvidence(pod, pods.EventsAbout(pod.Uid())));
            var grace = problem is not null ? TimeSpan.Zero : patience.GraceOf(VerdictRules.StuckPod, item.Live);
            var left = grace - time.GetElapsedTime(since, now);
            if (left > TimeSpan.Zero)
            {
                rest = left < rest ? left : rest;
                continue;
            }

            _deleted.Add(uid);
            await look.DeleteAsync(item.Key, pod, problem?.Reason ?? "not ready", ct).ConfigureAwait(false);
        }

        return rest;
    }
}
