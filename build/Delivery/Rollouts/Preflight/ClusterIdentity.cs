using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Makes sure that the kubeconfig leads to the cluster that the environment means: the label <c>sitebuilder.dev/cluster</c> of Namespace kube-system.</summary>
internal static class ClusterIdentity
{
    /// <summary>The namespace that no cluster is without; null where whoever asks may not read it.</summary>
    public static async Task<JsonObject?> FindAsync(ClusterClient client, CancellationToken ct)
    {
        try
        {
            return await client.FindAsync(CoreResources.Namespace, null, "kube-system", ct).ConfigureAwait(false);
        }
        catch (ApiRefusedException e) when (e.Code == 403)
        {
            return null;
        }
    }

    /// <summary>Null where the cluster is the expected one, or none is expected.</summary>
    public static async Task<string?> ProblemAsync(ClusterClient client, string? expected, CancellationToken ct)
    {
        if (expected is null)
        {
            return null;
        }

        var connection = client.Connection;
        var system = await client.FindAsync(CoreResources.Namespace, null, "kube-system", ct).ConfigureAwait(false);
        var found = system?.Label(RolloutNames.ClusterLabel);
        return found == expected
            ? null
            : $"the cluster is {(found is null ? "unnamed" : $"\"{found}\"")}, the environment expects \"{expected}\" (kubeconfig {connection.Kubeconfig}, context {connection.Context}, server {connection.Server}); "
                + $"choose the right context, or, if this is the cluster, name it: kubectl --kubeconfig {connection.Kubeconfig} --context {connection.Context} label namespace kube-system {RolloutNames.ClusterLabel}={expected}{(found is null ? "" : " --overwrite")}";
    }
}
