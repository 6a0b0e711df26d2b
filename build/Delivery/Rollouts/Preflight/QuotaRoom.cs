using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// Quotas that the rollout cannot keep to: what it needs at least is the growth of all workloads of a namespace, and one pod more while a Deployment
/// replaces its pods. Quotas with scopes are not looked at.
/// </summary>
internal sealed class QuotaRoom : IPreflightCheck
{
    public async Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct)
    {
        var namespaces = context.Writes.Select(w => w.Key.Namespace).OfType<string>().Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(namespaces.Select(ns => FindAsync(context, ns, ct))).ConfigureAwait(false);
        return [.. found.SelectMany(f => f)];
    }

    private static async Task<IEnumerable<Finding>> FindAsync(PreflightContext context, string ns, CancellationToken ct)
    {
        var live = await context.Facts.ListAsync(CoreResources.ResourceQuota, ns, ct).ConfigureAwait(false) ?? [];
        var desired = context.Desired("ResourceQuota", ns).ToDictionary(q => q.Name(), StringComparer.Ordinal);
        var quotas = live.Select(q => (Name: q.Name(), Spec: (desired.Remove(q.Name(), out var wanted) ? wanted : q).At("spec"), Used: q.At("status", "used")))
            .Concat(desired.Values.Select(q => (Name: q.Name(), Spec: q.At("spec"), Used: (JsonNode?)null)));
        return quotas.Where(q => q.Spec.At("scopes") is null && q.Spec.At("scopeSelector") is null).SelectMany(q => Compare(context, ns, q.Name, q.Spec, q.Used));
    }

    private static IEnumerable<Finding> Compare(PreflightContext context, string ns, string quota, JsonNode? spec, JsonNode? used)
    {
        var inUse = PodSize.Read(used).ToDictionary(u => u.Name, u => u.Amount, StringComparer.Ordinal);
        foreach (var (name, hard) in PodSize.Read(spec.At("hard")))
        {
            var (needed, who) = Needed(context, ns, name);
            var room = hard - inUse.GetValueOrDefault(name);
            if (needed > 0 && needed > room)
            {
                yield return Finding.Problem($"ResourceQuota {ns}/{quota}: {name}: {PodSize.Show(name, needed)} more {(who.Count == 0 ? "is" : $"for {string.Join(", ", who)} is")} needed, and of {PodSize.Show(name, hard)} there {(room > 0 ? $"is {PodSize.Show(name, room)} left" : "is nothing left")}; raise the quota, or ask for less");
            }
        }
    }

    /// <summary>How much more of a resource the namespace needs at least, and for which workloads.</summary>
    private static (decimal Needed, IReadOnlyList<ObjectKey> Who) Needed(PreflightContext context, string ns, string name)
    {
        if (Pods(name) is { } part)
        {
            var growth = 0m;
            var atOnce = 0m;
            var who = new List<ObjectKey>();
            foreach (var workload in context.Workloads.Where(w => w.Key.Namespace == ns))
            {
                var (one, before) = (part(workload.Pod), workload.LivePod is { } pod ? part(pod) : 0);
                var more = (workload.Replicas * one) - (workload.LiveReplicas * before);
                var surge = workload is { Rolls: true, Surge: > 0 } ? one : 0;
                growth += more;
                atOnce = Math.Max(atOnce, surge);
                if (more > 0 || surge > 0)
                {
                    who.Add(workload.Key);
                }
            }

            return (Math.Max(growth, 0) + atOnce, who);
        }

        var created = context.Writes.Where(c => c.Key.Namespace == ns && c.Action == ChangeAction.Created).ToList();
        return name == "requests.storage"
            ? (created.Where(c => c.Key.Kind == "PersistentVolumeClaim").Sum(c => Quantities.Parse(c.Desired.Text("spec", "resources", "requests", "storage") ?? "") ?? 0), [])
            : (created.Count(c => name == $"count/{c.Resource.Plural}{(c.Key.Group.Length == 0 ? "" : $".{c.Key.Group}")}" || (c.Key.Group.Length == 0 && name == c.Resource.Plural)), []);
    }

    /// <summary>What one pod takes of a resource; null where pods take nothing of it.</summary>
    private static Func<JsonNode?, decimal>? Pods(string name) => name switch
    {
        "pods" or "count/pods" => _ => 1,
        "cpu" or "memory" or "ephemeral-storage" => pod => PodSize.Of(pod, "requests").GetValueOrDefault(name),
        "requests.storage" => null,
        _ when name.StartsWith("requests.", StringComparison.Ordinal) => pod => PodSize.Of(pod, "requests").GetValueOrDefault(name["requests.".Length..]),
        _ when name.StartsWith("limits.", StringComparison.Ordinal) => pod => PodSize.Of(pod, "limits").GetValueOrDefault(name["limits.".Length..]),
        _ => null,
    };
}
