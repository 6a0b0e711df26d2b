using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>
/// Quotas that the rollout cannot keep to: what it needs at least is the growth of all workloads of a namespace, and one pod more while a Deployment
/// replaces its pods, where it may not let an old one go first, or a Job runs. A quota with scopes counts the pods that are in them; where that cannot be told, it is said.
/// </summary>
internal sealed class QuotaRoom : IPreflightCheck
{
    private static readonly ApiResource s_limits = new("v1", "LimitRange", "limitranges", true);
    private static readonly ApiResource s_priorities = new("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", false);

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
            .Concat(desired.Values.Select(q => (Name: q.Name(), Spec: q.At("spec"), Used: (JsonNode?)null))).ToList();
        if (quotas.Count == 0)
        {
            return [];
        }

        var workloads = context.Workloads.Where(w => w.Key.Namespace == ns).ToList();
        var nodes = workloads.Exists(w => w.IsOnEveryNode) ? await context.Facts.ListAsync(CoreResources.Node, null, ct).ConfigureAwait(false) : [];
        var scopes = workloads.Count > 0 && quotas.Exists(q => IsScoped(q.Spec)) ? await ScopesAsync(context, ns, quotas.Exists(q => QuotaScopes.AskForPriority(q.Spec)), ct).ConfigureAwait(false) : new QuotaScopes(haveDefaults: false, "");
        return quotas.SelectMany(q => scopes.Of(q.Spec) is { } counts
            ? Compare(context, ns, q.Name, q.Spec, q.Used, new PodNeeds(workloads, nodes, counts))
            : workloads.Count == 0 ? [] : [Finding.Warning($"ResourceQuota {ns}/{q.Name}: which pods it counts cannot be told from here ({QuotaScopes.Names(q.Spec)}), so whether they find room in it was not looked at")]);
    }

    private static bool IsScoped(JsonNode? spec) => spec.At("scopes") is not null || spec.At("scopeSelector") is not null;

    private static async Task<QuotaScopes> ScopesAsync(PreflightContext context, string ns, bool priorities, CancellationToken ct)
    {
        var limits = (await context.Facts.ListAsync(s_limits, ns, ct).ConfigureAwait(false) ?? []).Concat(context.Desired("LimitRange", ns));
        var haveDefaults = limits.SelectMany(l => l.Items("spec", "limits")).Any(l => l.Text("type") == "Container" && new[] { "default", "defaultRequest" }.Any(kind => PodSize.Read(l.At(kind)).Any(a => a.Name is "cpu" or "memory")));
        var classes = !priorities ? [] : await context.Facts.ListAsync(s_priorities, null, ct).ConfigureAwait(false) is { } present ? present.Concat(context.Desired("PriorityClass", null)) : null;
        return new QuotaScopes(haveDefaults, classes is null ? null : classes.FirstOrDefault(c => c.Flag("globalDefault"))?.Name() ?? "");
    }

    private static IEnumerable<Finding> Compare(PreflightContext context, string ns, string quota, JsonNode? spec, JsonNode? used, PodNeeds pods)
    {
        var inUse = PodSize.Read(used).ToDictionary(u => u.Name, u => u.Amount, StringComparer.Ordinal);
        foreach (var (name, hard) in PodSize.Read(spec.At("hard")))
        {
            var (needed, who) = Needed(context, ns, name, pods);
            var room = hard - inUse.GetValueOrDefault(name);
            if (needed > 0 && needed > room)
            {
                yield return Finding.Problem($"ResourceQuota {ns}/{quota}: {name}: {PodSize.Show(name, needed)} more {(who.Count == 0 ? "is" : $"for {string.Join(", ", who)} is")} needed, and of {PodSize.Show(name, hard)} there {(room > 0 ? $"is {PodSize.Show(name, room)} left" : "is nothing left")}; raise the quota, or ask for less");
            }
        }
    }

    /// <summary>How much more of a resource the namespace needs at least, and for which workloads.</summary>
    private static (decimal Needed, IReadOnlyList<ObjectKey> Who) Needed(PreflightContext context, string ns, string name, PodNeeds pods)
    {
        if (Pods(name) is { } part)
        {
            return pods.Of(part);
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
