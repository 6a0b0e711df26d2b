using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage.Admission;

/// <summary>Holds new objects against the ResourceQuotas of their namespace and notes at once what they use.</summary>
internal static class Quotas
{
    private static readonly ObjectKind Kind = new("", "ResourceQuota");
    private static readonly string[] MustBeSaid = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "requests.ephemeral-storage", "limits.ephemeral-storage"];

    /// <exception cref="StatusException">403: a quota is exceeded, or wants amounts that the pod does not name.</exception>
    public static void Admit(ResourceKind kind, JsonObject obj, ClusterState state, bool dryRun)
    {
        if (!kind.Namespaced || kind.ObjectKind == new ObjectKind("", "Event")) return;
        var quotas = state.List(Kind, obj.Text("metadata", "namespace"));
        if (quotas.Count == 0) return;
        var usage = ResourceUsage.Of(kind, obj);
        List<JsonObject> changed = [];
        foreach (var quota in quotas.Where(q => ResourceUsage.IsInScope(q, kind, obj)))
        {
            if (Charge(quota, kind, obj, usage) is { } charged) changed.Add(charged);
        }
        if (dryRun) return;
        foreach (var quota in changed)
        {
            quota.Need("metadata").Remove("resourceVersion");
            state.UpdateStatus(quota, "kube-apiserver");
        }
    }

    /// <summary>What all objects of the quota's namespace use of what it limits.</summary>
    public static JsonObject Used(JsonObject quota, ClusterState state)
    {
        var ns = quota.Text("metadata", "namespace") ?? "";
        JsonObject used = [];
        foreach (var (resource, _) in quota.Object("spec", "hard") ?? []) used[resource] = "0";
        foreach (var kind in state.Store.KindsIn(ns).Select(state.Kinds.ByObjectKind).OfType<ResourceKind>())
        {
            foreach (var obj in state.List(kind.ObjectKind, ns).Where(o => ResourceUsage.IsInScope(quota, kind, o)))
            {
                foreach (var (resource, value) in ResourceUsage.Of(kind, obj))
                {
                    if (used.ContainsKey(resource)) Amounts.Add(used, resource, value.Text()!);
                }
            }
        }
        return used;
    }

    private static JsonObject? Charge(JsonObject quota, ResourceKind kind, JsonObject obj, JsonObject usage)
    {
        var hard = quota.Object("status", "hard") ?? [];
        var name = obj.Text("metadata", "name") ?? "";
        if (kind is { Kind: "Pod", Group: "" } && Unsaid(hard, obj) is { Length: > 0 } unsaid)
        {
            throw Refusal.Forbidden(kind, name, $"failed quota: {quota.Text("metadata", "name")}: must specify {unsaid}");
        }
        var asked = usage.Where(u => hard.ContainsKey(u.Key) && Amounts.Nano(u.Value.Text()) > 0).OrderBy(u => u.Key, StringComparer.Ordinal).ToList();
        if (asked.Count == 0) return null;
        var charged = quota.Clone();
        var used = charged.Need("status").Need("used");
        List<string> exceeded = [];
        foreach (var (resource, value) in asked)
        {
            Amounts.Add(used, resource, value.Text()!);
            if (Amounts.Nano(used.Text(resource)) > Amounts.Nano(hard.Text(resource))) exceeded.Add(resource);
        }
        if (exceeded.Count == 0) return charged;
        string List(JsonObject from) => string.Join(",", exceeded.Select(r => $"{r}={from.Text(r) ?? "0"}"));
        throw Refusal.Forbidden(kind, name,
            $"exceeded quota: {quota.Text("metadata", "name")}, requested: {List(usage)}, used: {List(quota.Object("status", "used") ?? [])}, limited: {List(hard)}");
    }

    // a quota on cpu or memory wants every container to name its own
    private static string Unsaid(JsonObject hard, JsonObject pod)
    {
        List<string> said = [];
        foreach (var resource in MustBeSaid.Where(hard.ContainsKey).OrderBy(r => r, StringComparer.Ordinal))
        {
            var part = resource.StartsWith("limits.", StringComparison.Ordinal) ? "limits" : "requests";
            var amount = resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..];
            var silent = pod["spec"].Objects("containers").Concat(pod["spec"].Objects("initContainers"))
                .Where(c => c.Text("resources", part, amount) is null).Select(c => c.Text("name")).ToList();
            if (silent.Count > 0) said.Add($"{resource} for: {string.Join(",", silent)}");
        }
        return string.Join("; ", said);
    }
}
