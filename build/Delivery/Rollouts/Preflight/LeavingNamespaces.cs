using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Namespaces that are being deleted while a rollout wants to fill them: they are given time to go, and what holds them is told.</summary>
internal sealed class LeavingNamespaces(ClusterClient client, TimeSpan patience, Action<ObjectKey?, string> say)
{
    /// <summary>Conditions of a namespace that say what is still in it.</summary>
    private static readonly HashSet<string> s_holding = new(StringComparer.Ordinal)
    {
        "NamespaceContentRemaining", "NamespaceFinalizersRemaining", "NamespaceDeletionContentFailure", "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure",
    };

    /// <summary>Waits until it is gone; why it stays where it does.</summary>
    public async Task<string?> WhyNotAsync(string ns, CancellationToken ct)
    {
        var live = await client.FindAsync(CoreResources.Namespace, null, ns, ct).ConfigureAwait(false);
        if (live?.At("metadata", "deletionTimestamp") is null)
        {
            return null;
        }

        var key = ObjectKey.Of(live);
        say(key, $"is being deleted{Held(live)}; waiting until it is gone");
        return await client.UntilGoneAsync(CoreResources.Namespace, null, ns, live, patience, ct).ConfigureAwait(false) is { } still
            ? $"{key}: is being deleted, and {patience.TotalSeconds:0} s later it is still there{Held(still)}; see who is to remove the finalizers of what is left and whether it runs (kubectl get KIND -n {ns} -o yaml), or take them off by hand where nobody will, and run again"
            : null;
    }

    /// <summary>What holds it, to be read after a comma; empty where it does not say.</summary>
    public static string Held(JsonObject ns) =>
        string.Join("; ", ns.Items("status", "conditions").Where(c => s_holding.Contains(c.Text("type") ?? "") && c.Says("True")).Select(c => $"{c.Text("type")}: {c.Text("message")}")) is { Length: > 0 } held ? $" ({held})" : "";
}
