using System.Threading.Channels;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>
/// Runs all controllers: one watch, one queue without doubles, one worker, so that no two of them ever race. A controller that fails
/// is tried again after a pause that doubles from 1 s to 60 s; a lost race with a client (409) is tried again at once.
/// </summary>
internal sealed partial class ControlLoop(
    IClusterObjects objects, IReadOnlyList<IController> controllers, TimeProvider time, ILogger<ControlLoop> log)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Work> _queued = [];
    private readonly Dictionary<Work, ITimer> _later = [];
    private readonly Dictionary<Work, int> _failures = [];

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(ListenAsync(cancellationToken), WorkAsync(cancellationToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        ObjectKind[] kinds = [.. controllers.SelectMany(controller => controller.Watches).Distinct()];
        ILookup<ObjectKind, IController> byKind = controllers
            .SelectMany(controller => controller.Watches.Select(kind => (kind, controller)))
            .ToLookup(pair => pair.kind, pair => pair.controller);
        // a watch that fell too far behind ends; the next one begins with all there is, which is silent about what was deleted meanwhile
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (Work waiting in Waiting())
            {
                Enqueue(waiting);
            }

            await foreach (ObjectChange change in objects.Watch(kinds, cancellationToken))
            {
                foreach (IController controller in byKind[ClusterKinds.Of(change.Object)])
                {
                    foreach (ObjectKey key in controller.Affected(change))
                    {
                        Enqueue(new Work(controller, key));
                    }
                }
            }
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (Work work in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            lock (_gate)
            {
                _queued.Remove(work);
            }

            try
            {
                DateTimeOffset? due = work.Controller.Reconcile(work.Key);
                _failures.Remove(work);
                Schedule(work, due);
            }
            catch (StatusException conflict) when (conflict.Reason == "Conflict" && Failed(work) < 50)
            {
                Enqueue(work);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                int failures = Failed(work);
                var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(failures, 10) - 1), MaxPause.TotalSeconds));
                LogFailed(work.Controller.GetType().Name, work.Key, pause.TotalSeconds, error);
                Schedule(work, time.GetUtcNow() + pause);
            }
        }
    }

    private Work[] Waiting()
    {
        lock (_gate)
        {
            return [.. _later.Keys];
        }
    }

    private int Failed(Work work) => _failures[work] = _failures.GetValueOrDefault(work) + 1;

    private void Enqueue(Work work)
    {
        lock (_gate)
        {
            if (_queued.Add(work))
            {
                _queue.Writer.TryWrite(work);
            }
        }
    }

    private void Schedule(Work work, DateTimeOffset? due)
    {
        lock (_gate)
        {
            if (_later.Remove(work, out ITimer? old))
            {
                old.Dispose();
            }

            if (due is { } at)
            {
                // timers cannot wait for months; to look a day too early does no harm
                long wait = Math.Clamp((at - time.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay);
                _later[work] = time.CreateTimer(_ => Enqueue(work), null, TimeSpan.FromTicks(wait), Timeout.InfiniteTimeSpan);
            }
        }

        if (due <= time.GetUtcNow())
        {
            // the clock has moved while the timer was set
            Enqueue(work);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Controller} failed on {Key}; again in {Seconds} s")]
    private partial void LogFailed(string controller, ObjectKey key, double seconds, Exception error);

    private readonly record struct Work(IController Controller, ObjectKey Key);
}
