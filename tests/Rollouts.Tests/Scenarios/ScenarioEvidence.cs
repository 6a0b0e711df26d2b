using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>Reads from the cluster, not from the engine, when the evidence of a verdict was complete: the last end, the second failed pull, or the first warning and the grace of its rule.</summary>
internal sealed class ScenarioEvidence(ClusterClient client, JsonObject workload)
{
    /// <summary>From then to the verdict; null where the cluster does not tell.</summary>
    public async Task<TimeSpan?> LateAsync(RolloutFailure failure, CancellationToken ct)
    {
        var ns = workload.Namespace()!;
        var rule = VerdictRules.All.Single(r => r.Name == failure.Rule);
        var pod = (await client.ListAsync(CoreResources.Pod, ns, null, ct)).Items.FirstOrDefault(p => $"{ns}/{p.Name()}" == failure.Pod);
        var events = (await client.ListAsync(CoreResources.Event, ns, null, ct)).Items;
        var told = events.FirstOrDefault(e => failure.Event?.StartsWith($"{e.Text("reason")}: {e.Text("message")?.Trim()}", StringComparison.Ordinal) == true);
        var alike = events.Where(e => told is not null && e.IsAbout(told.Text("involvedObject", "uid")) && e.Text("reason") == told.Text("reason"));
        DateTimeOffset? complete = rule == VerdictRules.CrashLoop || rule == VerdictRules.OutOfMemory ? Ended(pod, failure.Container)
            : rule == VerdictRules.ImageMissing ? events.Where(e => e.IsAbout(pod?.Uid()) && (e.Text("message") ?? "").StartsWith("Failed to pull", StringComparison.Ordinal)).Select(EventFacts.When).DefaultIfEmpty().Max()
            : alike.Select(First).DefaultIfEmpty(DateTimeOffset.MinValue).Min() + RolloutPatience.Normal.GraceOf(rule, workload);

        // the cluster's times are whole seconds
        return complete is { Year: > 2000 } at ? failure.When - at : null;
    }

    private static DateTimeOffset? Ended(JsonObject? pod, string? container) => pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"))
        .Where(s => s.Text("name") == container)
        .Select(s => EventFacts.Time(s.Text("state", "terminated", "finishedAt") ?? s.Text("lastState", "terminated", "finishedAt")))
        .FirstOrDefault();

    private static DateTimeOffset First(JsonObject told) => EventFacts.Time(told.Text("firstTimestamp") ?? told.Text("eventTime"));
}
