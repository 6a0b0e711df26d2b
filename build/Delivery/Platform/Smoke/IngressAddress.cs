using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Platform.Smoke;

/// <summary>Where the ingress of a release listens: what its controller has written into the status of the Ingress objects.</summary>
public static class IngressAddress
{
    private static readonly ApiResource Ingress = new("networking.k8s.io/v1", "Ingress", "ingresses", true);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The first address, an IP address or a host name.</summary>
    /// <param name="request">The release that was rolled out.</param>
    /// <param name="patience">How long a controller may take to take up an Ingress.</param>
    /// <exception cref="StepFailedException">No controller has taken one up in that time.</exception>
    public static async Task<string> FindAsync(RolloutRequest request, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(time);
        using var client = new ClusterClient(ClusterConnection.Open(request.KubeconfigPath, request.Context), time);
        var start = time.GetTimestamp();
        while (true)
        {
            var objects = await client.ListAsync(Ingress, null, $"{RolloutNames.ReleaseLabel}={request.Release}", cancellation).ConfigureAwait(false);
            if (objects.Items.Select(Of).FirstOrDefault(address => address is not null) is { } found)
            {
                return found;
            }

            if (time.GetElapsedTime(start) > patience)
            {
                var classes = objects.Items.Select(item => item.Text("spec", "ingressClassName") ?? "").Distinct().Order(StringComparer.Ordinal);
                throw new StepFailedException(
                    RolloutNames.Stage,
                    $"smoke check of release {request.Release}",
                    $"{objects.Items.Count} Ingress object(s) of class {string.Join(", ", classes)}, none with an address after {patience.TotalSeconds:0} s",
                    "an ingress controller that has taken them up (status.loadBalancer.ingress)",
                    "install the controller of that class, or name another one as ingress.class in the environment file (kubectl get ingressclass lists what there is)");
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private static string? Of(JsonObject ingress) => ingress.Items("status", "loadBalancer", "ingress")
        .Select(entry => entry.Text("ip") ?? entry.Text("hostname"))
        .FirstOrDefault(address => !string.IsNullOrEmpty(address));
}
