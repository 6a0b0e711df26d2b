using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Lets an eviction happen as long as the pod's disruption budget allows it.</summary>
internal static class Disruptions
{
    private static readonly ObjectKind Budgets = new("policy", "PodDisruptionBudget");

    /// <exception cref="StatusException">429: the budget does not allow it now.</exception>
    public static void Take(ClusterState state, JsonObject pod, ApiTarget target, bool dryRun)
    {
        var budget = state.List(Budgets, target.Ns).FirstOrDefault(b => Selects(b.Object("spec", "selector"), pod.Object("metadata", "labels")));
        if (budget is null) return;
        var allowed = budget.Number("status", "disruptionsAllowed") ?? 0;
        if (allowed <= 0) throw Refused(budget);
        if (dryRun) return;
        var changed = budget.Clone();
        changed.Need("status")["disruptionsAllowed"] = allowed - 1;
        changed.Need("status").Need("disruptedPods")[target.Name!] = JsonAccess.Time(state.Time.GetUtcNow());
        state.UpdateStatus(changed, "kube-apiserver");
    }

    private static StatusException Refused(JsonObject budget)
    {
        var name = budget.Text("metadata", "name");
        var healthy = budget.Number("status", "currentHealthy") ?? 0;
        var needed = budget.Number("status", "desiredHealthy") ?? 0;
        return new StatusException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject
            {
                ["reason"] = "DisruptionBudget",
                ["message"] = healthy <= needed
                    ? $"The disruption budget {name} needs {needed} healthy pods and has {healthy} currently"
                    : $"The disruption budget {name} does not allow evicting pods currently",
            }),
        });
    }

    private static bool Selects(JsonObject? selector, JsonObject? labels)
    {
        if (selector is null) return false;
        foreach (var (key, value) in selector.Object("matchLabels") ?? [])
        {
            if (labels.Text(key) != value?.ToString()) return false;
        }
        return selector.Objects("matchExpressions").All(e => e.Text("operator") switch
        {
            "In" => labels.Text(e.Text("key")!) is { } value && e.Texts("values").Contains(value),
            "NotIn" => labels.Text(e.Text("key")!) is not { } value || !e.Texts("values").Contains(value),
            "Exists" => labels.Text(e.Text("key")!) is not null,
            _ => labels.Text(e.Text("key")!) is null,
        });
    }
}
