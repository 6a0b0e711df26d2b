using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Rollouts that have to fail, and their messages without what differs from run to run and from cluster to cluster.</summary>
internal static partial class Failing
{
    public static async Task<(StepFailedException Failure, string Text)> FailAsync(this TestCluster cluster, RolloutRequest request, IProgress<RolloutEvent>? progress = null)
    {
        var failure = await Should.ThrowAsync<StepFailedException>(() => cluster.RunAsync(request, progress));
        return (failure, cluster.Plain(failure.Message, request.Release));
    }

    public static RolloutResult Result(this Exception failure) => failure.Data[RolloutResult.DataKey].ShouldBeOfType<RolloutResult>();

    /// <summary>The lines without what a real node may tell of its probes; scripted pods are not probed.</summary>
    public static IEnumerable<string> WithoutProbes(this string text) => text.Split('\n').Where(l => !l.StartsWith("  event: Unhealthy:", StringComparison.Ordinal));

    /// <summary>The text with <c>rt</c> for the release's name and stars for what is made up by the cluster.</summary>
    public static string Plain(this TestCluster cluster, string text, string release)
    {
        var connection = cluster.Client.Connection;
        text = text.Replace(release, "rt", StringComparison.Ordinal)
            .Replace($"--kubeconfig {cluster.Kubeconfig} --context {connection.Context} ", "", StringComparison.Ordinal)
            .Replace(cluster.Kubeconfig, "KUBECONFIG", StringComparison.Ordinal)
            .Replace($"context {connection.Context}", "context CONTEXT", StringComparison.Ordinal)
            .Replace(ShellImage.Name, "IMAGE", StringComparison.Ordinal);
        text = Uid().Replace(text, "UID");
        text = PodOfDeployment().Replace(text, "$1-*");
        text = PodOfJob().Replace(text, "$1-*");
        text = ReplicaSet().Replace(text, "$1-*");
        return Times().Replace(text, "");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\b(web|migrate|slow)-[0-9a-z]{8,10}-[0-9a-z]{5}(?![0-9a-z])")]
    private static partial Regex PodOfDeployment();

    [GeneratedRegex(@"\b(web|migrate|slow)-[0-9a-z]{5}(?![0-9a-z])")]
    private static partial Regex PodOfJob();

    [GeneratedRegex(@"\b(web|slow)-[0-9a-z]{8,10}(?![0-9a-z-])")]
    private static partial Regex ReplicaSet();

    [GeneratedRegex(@" \(\d+ times\)|(?<=ended )\d+ times, ")]
    private static partial Regex Times();
}
