using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>The image of the pods that tests make: anything with a shell. The variable SITEBUILDER_TEST_IMAGE names another.</summary>
internal static class ShellImage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string Name { get; } = Environment.GetEnvironmentVariable("SITEBUILDER_TEST_IMAGE") is { Length: > 0 } named ? named : "busybox:1.36";

    /// <summary>Tries it on a real cluster; null where it runs there.</summary>
    public static async Task<string?> WhyNotAsync(ClusterClient client, string ns)
    {
        using var limit = new CancellationTokenSource(Patience);
        await client.CreateAsync(CoreResources.Namespace, Workloads.Namespace(ns), limit.Token);
        var pod = Workloads.Pod(ns, "shell", "exit 0");
        string? seen = null;
        try
        {
            while (true)
            {
                try
                {
                    var live = await client.FindAsync(CoreResources.Pod, ns, "shell", limit.Token) ?? await client.CreateAsync(CoreResources.Pod, pod, limit.Token);
                    seen = live.Items("status", "containerStatuses").Select(s => s.Text("state", "waiting", "message")).FirstOrDefault(m => m is not null) ?? live.Text("status", "phase");
                    if (seen == "Succeeded")
                    {
                        return null;
                    }
                }
                catch (ApiRefusedException e) when (e.Code == 403)
                {
                    // the service account of a new namespace comes a moment later
                    seen = e.Message;
                }

                await Task.Delay(250, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return $"No pod of image {Name} runs on this cluster ({seen}); set SITEBUILDER_TEST_IMAGE to an image with a shell that it can pull.";
        }
    }
}
