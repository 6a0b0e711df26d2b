using System.Text.Json.Nodes;
using System.Threading.Channels;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>
/// Looks after one pod until it is gone. Each look compares the pod in the cluster with what the runtime has, does the next steps and
/// writes the status; it looks again when something has changed or when time alone is due to change something.
/// </summary>
internal sealed partial class PodWorker(
    ObjectKey key, string uid, IClusterObjects objects, IPodRuntime runtime, PodVolumes volumes, ProbeRunner prober, EventRecorder events,
    NodeFacts node, TimeProvider time, ILogger log)
{
    private const string Manager = "kubelet";
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, ContainerMemory> _memory = [];
    private readonly Lock _gate = new();
    private CancellationTokenSource _interrupt = new();
    private readonly HashSet<string> _quoted = [];
    private JsonObject? _last;
    private bool _isLate;

    /// <summary>Asks for a look. With <paramref name="interrupt"/> a long step (a pull) is given up for it.</summary>
    public void Notify(bool interrupt = false)
    {
        lock (_gate)
        {
            _signal.Writer.TryWrite(true);
            if (interrupt)
            {
                _interrupt.Cancel();
            }
        }
    }

    // only for what may take long and leaves nothing behind: a container whose making is given up half-way would be made nevertheless
    private CancellationTokenSource Interruptible(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _interrupt.Token);
        }
    }

    /// <summary>Ends when the pod is gone from the cluster and from the runtime.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (bool gone = false; !gone;)
            {
                DateTimeOffset? due;
                try
                {
                    (gone, due) = await LookAsync(cancellationToken);
                }
                catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    if (error is not OperationCanceledException && error is not StatusException { Reason: "Conflict" or "NotFound" })
                    {
                        LogFailed(key.Namespace, key.Name, error);
                    }

                    due = time.GetUtcNow() + (error is OperationCanceledException or StatusException ? TimeSpan.Zero : Retry);
                }

                if (!gone)
                {
                    await WaitAsync(due, cancellationToken);
                }
            }
        }
        finally
        {
            foreach (ContainerMemory memory in _memory.Values)
            {
                memory.Probes?.Dispose();
            }
        }
    }

    private async Task WaitAsync(DateTimeOffset? due, CancellationToken cancellationToken)
    {
        TimeSpan wait = due is { } at ? at - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (due is null || wait > TimeSpan.Zero)
        {
            await using ITimer? timer = due is null ? null : time.CreateTimer(_ => Notify(), null, wait, Timeout.InfiniteTimeSpan);
            if (due <= time.GetUtcNow())
            {
                // the clock has moved while the timer was set
                Notify();
            }

            await _signal.Reader.ReadAsync(cancellationToken);
        }
        else
        {
            _signal.Reader.TryRead(out _);
        }
    }

    private async Task<(bool Gone, DateTimeOffset? Due)> LookAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_interrupt.IsCancellationRequested)
            {
                _interrupt.Dispose();
                _interrupt = new CancellationTokenSource();
            }
        }

        JsonObject? pod = objects.Get(key);
        if (pod is null || pod.Uid() != uid)
        {
            await TellOfKillingAsync(cancellationToken);
            await runtime.RemovePodAsync(uid, cancellationToken);
            volumes.Remove(uid);
            return (true, null);
        }

        _last = pod;
        PodSnapshot snapshot = await runtime.InspectAsync(uid, cancellationToken);
        WatchProbes(pod, snapshot);
        await KeepLastWordsAsync(pod, snapshot, cancellationToken);
        if (pod.IsDeleting())
        {
            return await EndAsync(pod, snapshot, cancellationToken);
        }

        if (pod.IsFinished())
        {
            if (snapshot.Infra is { Running: true } && !snapshot.Containers.Any(container => container.State == ContainerState.Running))
            {
                await runtime.StopInfraAsync(uid, cancellationToken);
                WriteStatus(pod, snapshot with { Infra = null });
            }

            return (false, null);
        }

        if (IsPastDeadline(pod))
        {
            return (false, await EvictAsync(pod, snapshot, cancellationToken));
        }

        WriteStatus(pod, snapshot);
        DateTimeOffset? due = await RunAsync(pod, snapshot, cancellationToken);
        snapshot = await runtime.InspectAsync(uid, cancellationToken);
        WatchProbes(pod, snapshot);
        await KeepLastWordsAsync(pod, snapshot, cancellationToken);
        if (WriteStatus(objects.Get(key) ?? pod, snapshot))
        {
            due = time.GetUtcNow();
        }

        return (false, Deadline(pod) is { } deadline ? Earlier(due, deadline) : due);
    }

    // true when the pod has just finished, which calls for one more look
    private bool WriteStatus(JsonObject pod, PodSnapshot snapshot)
    {
        JsonObject status = new PodStatusBuilder(
            pod, snapshot, _memory, node, runtime.Scheme, time.GetUtcNow(), (name, attempt) => volumes.LastWords(uid, name, attempt), _isLate ? Late : null).Build();
        bool finishes = !pod.IsFinished() && status.Text("phase") is "Succeeded" or "Failed";
        StatusWriter.Write(objects, pod, status, Manager);
        return finishes;
    }

    private async Task<(bool Gone, DateTimeOffset? Due)> EndAsync(JsonObject pod, PodSnapshot snapshot, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        long grace = pod.Number("metadata", "deletionGracePeriodSeconds") ?? 30;
        // the timestamp is cut to whole seconds: a pod is not robbed of the rest of the last one
        DateTimeOffset deadline = grace == 0 ? now : (pod.Time("metadata", "deletionTimestamp") ?? now).AddSeconds(1);
        List<JsonObject> specs = [.. pod.InitContainers(), .. pod.Containers()];
        List<ContainerSnapshot> running = [.. snapshot.Containers.Where(container => container.State == ContainerState.Running)];
        DateTimeOffset? due = null;
        foreach (ContainerSnapshot container in now >= deadline ? running : NextToEnd(pod, running))
        {
            JsonObject? spec = specs.Find(candidate => candidate.ContainerName() == container.Name);
            BeginEnding(pod, spec ?? [], container, deadline, $"Stopping container {container.Name}", snapshot.Address, cancellationToken);
            due = Earlier(due, await AdvanceEndingAsync(container, cancellationToken));
        }

        WriteStatus(pod, snapshot);
        if (running.Count > 0)
        {
            return (false, due);
        }

        await runtime.RemovePodAsync(uid, cancellationToken);
        volumes.Remove(uid);
        objects.Delete(key, uid: uid, gracePeriodSeconds: 0);
        return (objects.Get(key)?.Uid() != uid, null);
    }

    private void BeginEnding(
        JsonObject pod, JsonObject spec, ContainerSnapshot container, DateTimeOffset deadline, string message, string? address, CancellationToken cancellationToken)
    {
        ContainerMemory memory = Memory(container.Name);
        if (memory.Ending?.ContainerId == container.Id)
        {
            memory.Ending.Deadline = deadline < memory.Ending.Deadline ? deadline : memory.Ending.Deadline;
            return;
        }

        Task preStop = Task.CompletedTask;
        if (spec.Object("lifecycle", "preStop") is { } hook && deadline > time.GetUtcNow())
        {
            preStop = PreStopAsync(pod, spec, hook, container, deadline - time.GetUtcNow(), address, cancellationToken);
        }

        memory.Ending = new ContainerEnding(container.Id, deadline, preStop);
        events.Record(pod, "Normal", "Killing", message, spec.Count == 0 ? null : PodSpecs.FieldPath(pod, spec));
    }

    private async Task PreStopAsync(
        JsonObject pod, JsonObject spec, JsonObject hook, ContainerSnapshot container, TimeSpan limit, string? address, CancellationToken cancellationToken)
    {
        string? problem = await prober.RunAsync(hook, spec, container.Id, address, limit, time, cancellationToken);
        if (problem is not null)
        {
            // without what it said: that may be a secret
            events.Record(pod, "Warning", "FailedPreStopHook", "PreStopHook failed", PodSpecs.FieldPath(pod, spec));
        }

        Notify();
    }

    private async Task<DateTimeOffset?> AdvanceEndingAsync(ContainerSnapshot container, CancellationToken cancellationToken)
    {
        ContainerEnding ending = Memory(container.Name).Ending!;
        if (time.GetUtcNow() >= ending.Deadline)
        {
            if (!ending.Killed)
            {
                ending.Killed = true;
                await runtime.SignalAsync(container.Id, kill: true, cancellationToken);
            }

            return time.GetUtcNow() + Retry;
        }

        if (ending.PreStop.IsCompleted && !ending.Asked)
        {
            ending.Asked = true;
            await runtime.SignalAsync(container.Id, kill: false, cancellationToken);
        }

        return ending.Deadline;
    }

    private ContainerMemory Memory(string container)
    {
        if (!_memory.TryGetValue(container, out ContainerMemory? memory))
        {
            _memory[container] = memory = new ContainerMemory();
        }

        return memory;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    [LoggerMessage(LogLevel.Warning, "Pod {Namespace}/{Name}: a step failed and is tried again")]
    private partial void LogFailed(string @namespace, string name, Exception error);
}
