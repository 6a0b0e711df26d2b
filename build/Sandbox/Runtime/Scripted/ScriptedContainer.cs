using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Runtime.Scripted;

/// <summary>
/// A container that is not there: what it would be doing follows from its script and the clock alone. One that crashes never passes its readiness
/// probe, where it has one; one with a startup probe has started when it is ready.
/// </summary>
internal sealed class ScriptedContainer(string id, string name, string imageId, string? image, int attempt, int infraAttempt, ContainerScript script, DateTimeOffset startedAt, JsonObject spec)
{
    private (DateTimeOffset At, int Code)? _stop;

    public string Id => id;

    public ContainerScript Script => script;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Moments at which it changes by itself.</summary>
    public IEnumerable<DateTimeOffset> Turns => new[] { startedAt + script.After, _stop?.At ?? startedAt };

    public void Stop(DateTimeOffset now, bool kill)
    {
        if (kill)
        {
            _stop = (now, 137);
        }
        else
        {
            _stop ??= (now + (script.Stops ?? TimeSpan.Zero), 143);
        }
    }

    public ContainerSnapshot At(DateTimeOffset now)
    {
        DateTimeOffset? own = script.Ends ? startedAt + script.After : null;
        bool stopped = _stop is { } stop && stop.At <= now && !(own <= stop.At);
        DateTimeOffset? end = stopped ? _stop!.Value.At : own <= now ? own : null;
        bool ready = script.Verb switch { "never-ready" => false, "ready" => now >= startedAt + script.After, "crash" or "oom" => spec["readinessProbe"] is null, _ => true };
        return new ContainerSnapshot(id, name, attempt, infraAttempt, end is null ? ContainerState.Running : ContainerState.Exited)
        {
            StartedAt = startedAt,
            FinishedAt = end ?? default,
            ExitCode = end is null ? 0 : stopped ? _stop!.Value.Code : script.Exit,
            OutOfMemory = end is not null && !stopped && script.Verb == "oom",
            ImageId = imageId,
            Image = image,
            User = (0, 0),
            Ready = ready,
            Started = spec["startupProbe"] is null || ready,
        };
    }
}
