using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Whether whoever deploys may do all that is to be done; one question answers it for administrators.</summary>
/// <param name="reads">Asks for the right to list as well: where a list was refused.</param>
internal sealed class AccessReview(bool reads = false) : IPreflightCheck
{
    private static readonly string[] s_record = ["create", "patch", "list", "delete"];
    private static readonly string[] s_lock = ["get", "update"];
    private static readonly ApiResource[] s_followed = [CoreResources.Pod, CoreResources.ReplicaSet, CoreResources.Event];

    /// <summary>Whether a refusal is about rights, which this check tells once for all objects of a kind.</summary>
    public static bool Says(ApiRefusedException refused) => refused.Code == 403 && refused.Message.Contains(" cannot ", StringComparison.Ordinal) && refused.Message.Contains(" resource \"", StringComparison.Ordinal);

    public async Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct)
    {
        if (await MayAsync(context, "*", "*", "*", null, null, ct).ConfigureAwait(false))
        {
            return [];
        }

        var needs = Needs(context).GroupBy(n => (n.Verb, n.Resource, n.Namespace)).ToList();
        var answers = await Task.WhenAll(needs.Select(async n => (n.Key, May: await MayAsync(context, n.Key.Verb, n.Key.Resource, n.Key.Namespace, [.. n.Select(x => x.Name).OfType<string>()], ct).ConfigureAwait(false)))).ConfigureAwait(false);
        return
        [
            .. answers.Where(a => !a.May).GroupBy(a => (a.Key.Resource, a.Key.Namespace)).Select(g => (Text: Text(g.Key.Resource, g.Key.Namespace), Verbs: string.Join(", ", g.Select(a => a.Key.Verb).Order(StringComparer.Ordinal))))
                .OrderBy(p => p.Text, StringComparer.Ordinal)
                .Select(p => Finding.Problem($"context {context.Facts.Client.Connection.Context} may not {p.Verbs} {p.Text}; grant it by a role, or deploy as somebody who may")),
        ];
    }

    private IEnumerable<(string Verb, ApiResource Resource, string? Namespace, string? Name)> Needs(PreflightContext context)
    {
        foreach (var change in context.Writes.Concat(context.Stale.Where(c => c.Action == ChangeAction.Deleted)))
        {
            string[] verbs = change.Action switch
            {
                ChangeAction.Created => ["create", "patch"],
                ChangeAction.Recreated => ["create", "patch", "delete"],
                _ when change.Regrown is not null => ["create", "patch", "delete"],
                ChangeAction.Deleted => ["delete"],
                _ => ["patch"],
            };
            foreach (var verb in reads ? verbs.Prepend("list") : verbs)
            {
                yield return (verb, change.Resource, change.Key.Namespace, verb == "list" ? null : change.Key.Name);
            }
        }

        foreach (var ns in context.Writes.Where(w => w.GrowsClaims).Select(w => w.Key.Namespace).Distinct(StringComparer.Ordinal))
        {
            yield return ("list", CoreResources.PersistentVolumeClaim, ns, null);
            yield return ("patch", CoreResources.PersistentVolumeClaim, ns, null);
        }

        foreach (var workloads in context.Writes.Where(w => w.Key is { Group: "apps" } or { Group: "batch", Kind: "Job" } or { Group: "", Kind: "Pod" or "ReplicationController" }).Where(w => w.Key.Namespace is not null).GroupBy(w => w.Key.Namespace!, StringComparer.Ordinal))
        {
            var ns = workloads.Key;
            foreach (var resource in s_followed.Union(workloads.Select(w => w.Resource)))
            {
                yield return ("list", resource, ns, null);
                yield return ("watch", resource, ns, null);
            }
        }

        // they are followed to the end; of other kinds the API says at once what there is to wait for
        foreach (var custom in context.Writes.Where(w => CustomObjects.Is(w.Desired!)).Select(w => (w.Resource, w.Key.Namespace)).Distinct())
        {
            yield return ("list", custom.Resource, custom.Namespace, null);
            yield return ("watch", custom.Resource, custom.Namespace, null);
        }

        // the inventory has a name; records are numbered
        yield return ("create", CoreResources.ConfigMap, RolloutNames.SystemNamespace, null);
        yield return ("patch", CoreResources.ConfigMap, RolloutNames.SystemNamespace, RolloutNames.Inventory(context.Release));
        foreach (var verb in s_record)
        {
            yield return (verb, CoreResources.Secret, RolloutNames.SystemNamespace, null);
        }

        yield return ("create", CoreResources.Lease, RolloutNames.SystemNamespace, null);
        foreach (var verb in s_lock)
        {
            yield return (verb, CoreResources.Lease, RolloutNames.SystemNamespace, RolloutNames.Lease(context.Release));
        }
    }

    /// <summary>In general, or at least for each of the names.</summary>
    private static async Task<bool> MayAsync(PreflightContext context, string verb, ApiResource resource, string? ns, IReadOnlyList<string> names, CancellationToken ct)
    {
        var group = ObjectKey.GroupOf(resource.ApiVersion);
        if (await MayAsync(context, verb, group, resource.Plural, ns, null, ct).ConfigureAwait(false))
        {
            return true;
        }

        if (names.Count == 0 || verb == "create")
        {
            return false;
        }

        var each = await Task.WhenAll(names.Select(name => MayAsync(context, verb, group, resource.Plural, ns, name, ct))).ConfigureAwait(false);
        return each.All(may => may);
    }

    private static async Task<bool> MayAsync(PreflightContext context, string verb, string group, string resource, string? ns, string? name, CancellationToken ct)
    {
        var asked = new JsonObject { ["verb"] = verb, ["group"] = group, ["resource"] = resource };
        if (ns is not null)
        {
            asked["namespace"] = ns;
        }

        if (name is not null)
        {
            asked["name"] = name;
        }

        var review = new JsonObject { ["apiVersion"] = CoreResources.AccessReview.ApiVersion, ["kind"] = CoreResources.AccessReview.Kind, ["spec"] = new JsonObject { ["resourceAttributes"] = asked } };
        return (await context.Facts.Client.CreateAsync(CoreResources.AccessReview, review, ct).ConfigureAwait(false)).Flag("status", "allowed");
    }

    private static string Text(ApiResource resource, string? ns)
    {
        var group = ObjectKey.GroupOf(resource.ApiVersion);
        return $"{resource.Plural}{(group.Length == 0 ? "" : $".{group}")}{(ns is null ? "" : $" in namespace {ns}")}";
    }
}
