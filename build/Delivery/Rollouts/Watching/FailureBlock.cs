using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Turns a failure into the block that a reader needs: what, where, why, the last words of the container, and what to do.</summary>
internal sealed class FailureBlock(ClusterClient client, Redaction redaction, TimeProvider time)
{
    private const int LogLines = 10;
    private const int EventTries = 3;
    private static readonly TimeSpan EventPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(5);

    /// <summary>The error for a failed object, with the <see cref="RolloutFailure"/> in its data. What the cluster does not tell before the token is cancelled is left out.</summary>
    /// <param name="release">Name of the release.</param>
    /// <param name="done">What was done before, in one line.</param>
    public async Task<StepFailedException> DescribeAsync(string release, ObjectFailedException cause, string done, CancellationToken ct)
    {
        var failure = cause.Failure with { Pod = await NewestAsync(cause.Failure, ct).ConfigureAwait(false) };
        var (container, exitCode) = ContainerOf(failure);
        var ns = failure.Key.Namespace;
        var told = failure.Event ?? await EventAsync(failure, ct).ConfigureAwait(false);
        var log = failure.Pod is { } logged && ns is not null && container is not null ? await LogAsync(ns, logged, container, ct).ConfigureAwait(false) : "";
        var found = new RolloutFailure
        {
            Release = release,
            Object = failure.Key.ToString(),
            Rule = failure.Status.Rule?.Name ?? VerdictRules.ObjectFailed.Name,
            Summary = redaction.Apply(failure.Reason),
            Pod = failure.Pod is { } pod ? $"{ns}/{pod.Name()}" : null,
            Container = container,
            Reason = failure.Problem?.Reason,
            Message = failure.Problem is { } problem ? redaction.Apply(problem.Message) : null,
            ExitCode = exitCode,
            Event = told is null ? null : redaction.Apply($"{told.Text("reason")}: {told.Text("message")?.Trim()}{Times(told)}"),
            Log = log.Length == 0 ? [] : redaction.Apply(log).Split('\n'),
            AlsoWaiting = [.. cause.Waiting.Select(redaction.Apply)],
            Done = done,
            LikelyFix = failure.Problem?.LikelyFix ?? LikelyFix(failure.Status.Rule),
            LookCloser = LookCloser(failure),
            When = time.GetUtcNow(),
            Evidence = failure.Evidence,
        };
        var error = new StepFailedException(RolloutNames.Stage, found.Object, FailureLines.Of(found), null, FailureLines.Remedy(found), cause);
        error.Data[RolloutFailure.DataKey] = found;
        return error;
    }

    /// <summary>The pod as it is now: the watch of the pods may be behind that of what failed.</summary>
    private async Task<JsonObject?> NewestAsync(ObjectFailure failure, CancellationToken ct)
    {
        if (failure is not { Pod: { } known, Key.Namespace: { } ns })
        {
            return failure.Pod;
        }

        using var late = new CancellationTokenSource(LogTime, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var live = await client.FindAsync(CoreResources.Pod, ns, known.Name(), limit.Token).ConfigureAwait(false);
            return live?.Uid() == known.Uid() ? live : known;
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or ApiRefusedException)
        {
            return known;
        }
    }

    /// <summary>Controllers tell a moment after they have written the status that ended the wait.</summary>
    private async Task<JsonObject?> EventAsync(ObjectFailure failure, CancellationToken ct)
    {
        if (failure.Key.Namespace is not { } ns)
        {
            return null;
        }

        using var late = new CancellationTokenSource(LogTime, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            for (var tries = 0; tries < EventTries; tries++)
            {
                var list = await client.ListAsync(CoreResources.Event, ns, null, limit.Token).ConfigureAwait(false);
                if (DecidingEvent.Of(failure.Concerned, failure.Problem?.Reason, LastWrite.Of(failure.Live), DecidingEvent.InOrder(list.Items)) is { } told)
                {
                    return told;
                }

                await Task.Delay(EventPause, time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or ApiRefusedException)
        {
            // the failure is told without it
        }

        return null;
    }

    /// <summary>The rules that speak of objects as a whole leave it to the reader to look.</summary>
    private static string? LikelyFix(VerdictRule? rule) => rule is null || rule == VerdictRules.ObjectFailed || rule == VerdictRules.JobFailed || rule == VerdictRules.Stall || rule == VerdictRules.ProgressDeadline ? null : rule.LikelyFix;

    private string LookCloser(ObjectFailure failure)
    {
        var connection = client.Connection;
        var scope = failure.Key.Namespace is { } ns ? $" -n {ns}" : "";
        var subject = failure.Pod is { } pod ? $"pod {pod.Name()}" : $"{failure.Key.Kind.ToLowerInvariant()} {failure.Key.Name}";
        return $"kubectl --kubeconfig {connection.Kubeconfig} --context {connection.Context}{scope} describe {subject}";
    }

    private async Task<string> LogAsync(string ns, JsonObject pod, string container, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(LogTime, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var current = await client.LogsAsync(ns, pod.Name(), container, previous: false, LogLines, limit.Token).ConfigureAwait(false);
            return current.Length > 0 ? current : await client.LogsAsync(ns, pod.Name(), container, previous: true, LogLines, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            return "";
        }
    }

    /// <summary>The container of the problem, else the one that ended badly, else one that is not ready.</summary>
    private static (string? Name, int? ExitCode) ContainerOf(ObjectFailure failure)
    {
        var statuses = failure.Pod.Items("status", "initContainerStatuses").Concat(failure.Pod.Items("status", "containerStatuses")).ToList();
        var status = failure.Problem?.Container is { } named
            ? statuses.Find(s => s.Text("name") == named)
            : statuses.Find(s => Ended(s) is { } code and not 0) ?? (failure.Problem is null ? statuses.Find(s => !s.Flag("ready") && Ended(s) != 0) : null);
        return (failure.Problem?.Container ?? status.Text("name"), failure.Problem?.ExitCode ?? Ended(status));
    }

    private static int? Ended(JsonObject? status) => (int?)(status.Number("state", "terminated", "exitCode") ?? status.Number("lastState", "terminated", "exitCode"));

    private static string Times(JsonObject told) => told.Times() is > 1 and var count ? $" ({count} times)" : "";
}
