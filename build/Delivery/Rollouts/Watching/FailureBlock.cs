using System.Text;
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

    /// <summary>The error for a failed object.</summary>
    /// <param name="done">What was done before, in one line.</param>
    public async Task<StepFailedException> DescribeAsync(ObjectFailedException cause, string done, CancellationToken ct)
    {
        var failure = cause.Failure with { Pod = await NewestAsync(cause.Failure, ct).ConfigureAwait(false) };
        var text = new StringBuilder(failure.Reason);
        var (container, exitCode) = ContainerOf(failure);
        var ns = failure.Key.Namespace;
        Line(text, "pod", failure.Pod is { } pod ? $"{ns}/{pod.Name()}" : null);
        Line(text, "container", container);
        Line(text, "reason", failure.Problem?.Reason);
        Line(text, "message", failure.Problem?.Message);
        Line(text, "exit code", exitCode);
        Line(text, "event", (failure.Event ?? await EventAsync(failure, ct).ConfigureAwait(false)) is { } told ? $"{told.Text("reason")}: {told.Text("message")?.Trim()}{Times(told)}" : null);
        if (failure.Pod is { } logged && ns is not null && container is not null)
        {
            Lines(text, "log", await LogAsync(ns, logged, container, ct).ConfigureAwait(false));
        }

        Lines(text, "also waiting", string.Join('\n', cause.Waiting.Take(LogLines)));
        Line(text, "done so far", done);
        return new StepFailedException(RolloutNames.Stage, failure.Key.ToString(), redaction.Apply(text.ToString()), null, Remedy(failure), cause);
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
        catch (Exception e) when (!ct.IsCancellationRequested && e is OperationCanceledException or HttpRequestException or IOException or ApiRefusedException)
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
                if (DecidingEvent.Of(failure.Concerned, failure.Problem?.Reason, DecidingEvent.InOrder(list.Items)) is { } told)
                {
                    return told;
                }

                await Task.Delay(EventPause, time, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is OperationCanceledException or HttpRequestException or IOException or ApiRefusedException)
        {
            // the failure is told without it
        }

        return null;
    }

    private string Remedy(ObjectFailure failure)
    {
        var connection = client.Connection;
        var scope = failure.Key.Namespace is { } ns ? $" -n {ns}" : "";
        var subject = failure.Pod is { } pod ? $"pod {pod.Name()}" : $"{failure.Key.Kind.ToLowerInvariant()} {failure.Key.Name}";
        var look = $"kubectl --kubeconfig {connection.Kubeconfig} --context {connection.Context}{scope} describe {subject}";
        return failure.Problem is { } problem ? $"{problem.LikelyFix}\n  look closer: {look}" : $"look closer: {look}";
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
        catch (Exception e) when (!ct.IsCancellationRequested && e is OperationCanceledException or HttpRequestException or IOException)
        {
            return "";
        }
    }

    /// <summary>The container of the problem, else the one that ended badly, else one that is not ready.</summary>
    private static (string? Name, string? ExitCode) ContainerOf(ObjectFailure failure)
    {
        var statuses = failure.Pod.Items("status", "initContainerStatuses").Concat(failure.Pod.Items("status", "containerStatuses")).ToList();
        var status = failure.Problem?.Container is { } named
            ? statuses.Find(s => s.Text("name") == named)
            : statuses.Find(s => Ended(s) is { } code && code != "0") ?? (failure.Problem is null ? statuses.Find(s => !s.Flag("ready") && Ended(s) != "0") : null);
        return (failure.Problem?.Container ?? status.Text("name"), failure.Problem?.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Ended(status));
    }

    private static string? Ended(JsonObject? status) => status.Text("state", "terminated", "exitCode") ?? status.Text("lastState", "terminated", "exitCode");

    private static string Times(JsonObject told) => int.TryParse(told.Text("count"), out var count) && count > 1 ? $" ({count} times)" : "";

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            text.Append("\n  ").Append(name).Append(": ").Append(value);
        }
    }

    private static void Lines(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append("\n  ").Append(name).Append(':');
            foreach (var line in value.Split('\n'))
            {
                text.Append("\n    | ").Append(line.TrimEnd());
            }
        }
    }
}
