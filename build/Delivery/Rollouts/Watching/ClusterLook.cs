using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>What a wait asks of the cluster besides its watches.</summary>
/// <param name="client">The cluster.</param>
/// <param name="say">Tells what was done, with the object.</param>
internal sealed class ClusterLook(ClusterClient client, Action<ObjectKey, string> say)
{
    /// <summary>Whether what was missed is there by now; false where it may not be read.</summary>
    public async Task<bool> IsThereAsync(string ns, MissingObject missing, CancellationToken ct)
    {
        try
        {
            var resource = missing.Kind switch { "ConfigMap" => CoreResources.ConfigMap, "Secret" => CoreResources.Secret, _ => CoreResources.PersistentVolumeClaim };
            return await client.FindAsync(resource, ns, missing.Name, ct).ConfigureAwait(false) is { } live
                && (missing.Key is not { } key || live.At("data", key) is not null || live.At("binaryData", key) is not null);
        }
        catch (ApiRefusedException)
        {
            return false;
        }
    }

    /// <summary>Deletes a pod that holds its StatefulSet up.</summary>
    public async Task DeleteAsync(ObjectKey set, JsonObject pod, string why, CancellationToken ct)
    {
        if (await client.DeleteAsync(CoreResources.Pod, pod.Namespace(), pod.Name(), pod.Uid(), ClusterClient.Background, ct).ConfigureAwait(false))
        {
            say(set, $"pod {pod.Name()} of the template before is stuck ({why}) and was deleted");
        }
    }
}
