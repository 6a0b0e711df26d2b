using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>
/// Runs the probes of one container instance and keeps what they found. Until the first success a startup or readiness probe is asked
/// every second where its period is longer: a service counts as ready when it is, not up to a period later.
/// </summary>
internal sealed class ContainerProbes : IDisposable
{
    private static readonly TimeSpan EagerPeriod = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<JsonObject, TimeSpan, CancellationToken, Task<string?>> _run;
    private readonly Action<string, string> _unhealthy;
    private readonly Action _changed;
    private readonly TimeProvider _time;

    /// <param name="run">Runs a probe once; null is success.</param>
    /// <param name="unhealthy">Hears of each failure: kind of probe and what it said.</param>
    /// <param name="changed">Hears when one of the results has changed.</param>
    public ContainerProbes(
        string containerId, JsonObject container, bool readyBefore, Func<JsonObject, TimeSpan, CancellationToken, Task<string?>> run,
        Action<string, string> unhealthy, Action changed, TimeProvider time)
    {
        (ContainerId, _run, _unhealthy, _changed, _time) = (containerId, run, unhealthy, changed, time);
        JsonObject? startup = container.Object("startupProbe");
        JsonObject? readiness = container.Object("readinessProbe");
        JsonObject? liveness = container.Object("livenessProbe");
        Started = startup is null || readyBefore;
        Ready = readiness is null || readyBefore;
        _ = WatchAsync(startup, readiness, liveness);
    }

    public string ContainerId { get; }

    public bool Started { get; private set; }

    public bool Ready { get; private set; }

    /// <summary>Which probe wants the container restarted: Liveness or Startup.</summary>
    public string? Failed { get; private set; }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task WatchAsync(JsonObject? startup, JsonObject? readiness, JsonObject? liveness)
    {
        try
        {
            if (startup is not null && !Started && !await StartupAsync(startup))
            {
                return;
            }

            await Task.WhenAll(
                readiness is null ? Task.CompletedTask : RepeatAsync("Readiness", readiness, ok => Ready = ok),
                liveness is null ? Task.CompletedTask : RepeatAsync("Liveness", liveness, ok => Failed = ok ? null : "Liveness"));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task<bool> StartupAsync(JsonObject probe)
    {
        CancellationToken stop = _stop.Token;
        TimeSpan delay = Seconds(probe, "initialDelaySeconds", 0);
        DateTimeOffset giveUp = _time.GetUtcNow() + delay + (Seconds(probe, "periodSeconds", 10) * (probe.Number("failureThreshold") ?? 3));
        await Task.Delay(delay, _time, stop);
        for (int successes = 0; ;)
        {
            string? problem = await _run(probe, Seconds(probe, "timeoutSeconds", 1), stop);
            stop.ThrowIfCancellationRequested();
            successes = problem is null ? successes + 1 : 0;
            if (successes >= (probe.Number("successThreshold") ?? 1))
            {
                Started = true;
                _changed();
                return true;
            }

            if (problem is not null)
            {
                _unhealthy("Startup", problem);
                if (_time.GetUtcNow() >= giveUp)
                {
                    Failed = "Startup";
                    _changed();
                    return false;
                }
            }

            await Task.Delay(Min(EagerPeriod, Seconds(probe, "periodSeconds", 10)), _time, stop);
        }
    }

    private async Task RepeatAsync(string kind, JsonObject probe, Action<bool> set)
    {
        CancellationToken stop = _stop.Token;
        bool eager = kind == "Readiness" && !Ready;
        // a container counts as alive until its probe says otherwise, and as ready when its probe has said so
        bool last = kind != "Readiness" || Ready;
        TimeSpan period = Seconds(probe, "periodSeconds", 10);
        await Task.Delay(Seconds(probe, "initialDelaySeconds", 0), _time, stop);
        for (int streak = 0; ;)
        {
            string? problem = await _run(probe, Seconds(probe, "timeoutSeconds", 1), stop);
            stop.ThrowIfCancellationRequested();
            bool ok = problem is null;
            if (problem is not null)
            {
                _unhealthy(kind, problem);
            }

            streak = ok == last ? 0 : streak + 1;
            if (ok != last && streak >= (ok ? probe.Number("successThreshold") ?? 1 : probe.Number("failureThreshold") ?? 3))
            {
                last = ok;
                eager = false;
                set(ok);
                _changed();
            }

            await Task.Delay(eager ? Min(EagerPeriod, period) : period, _time, stop);
        }
    }

    private static TimeSpan Seconds(JsonObject probe, string name, long fallback) => TimeSpan.FromSeconds(probe.Number(name) ?? fallback);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
