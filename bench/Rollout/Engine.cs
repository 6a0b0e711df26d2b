using System.Diagnostics;
using SiteBuilder.Delivery.Rollouts;

namespace SiteBuilder.Bench.Rollout;

/// <summary>Our rollout engine, called in this process: what a run costs without the start of one.</summary>
internal sealed class Engine(string release)
{
    private static readonly RolloutOrigin s_origin = new("bench", null, null);

    /// <summary>One rollout: lock, read, plan, checks, apply, wait, prune, record.</summary>
    /// <returns>Seconds until the last object was written, 0 where none was; and until the end.</returns>
    public async Task<(double Written, double Whole)> RunAsync(BenchWork work, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var writes = new LastWrite();
        await new Delivery.Rollouts.Rollout(TimeProvider.System).RunAsync(Request(work), writes, ct);
        return (writes.Seconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Seconds of a plan.</summary>
    public async Task<double> PlanAsync(BenchWork work, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        await new Delivery.Rollouts.Rollout(TimeProvider.System).PlanAsync(Request(work), ct);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Takes the release off, with its records; not measured.</summary>
    public Task RemoveAsync(BenchWork work) =>
        new Delivery.Rollouts.Rollout(TimeProvider.System).RemoveAsync(Request(work), [], null, CancellationToken.None);

    private RolloutRequest Request(BenchWork work) => new() { Release = release, Objects = work.Objects, DefaultNamespace = work.Namespace, KubeconfigPath = work.Kubeconfig, Origin = s_origin };

    private sealed class LastWrite : IProgress<RolloutEvent>
    {
        private readonly Lock _lock = new();

        public double Seconds { get; private set; }

        public void Report(RolloutEvent value)
        {
            if (value is not { Object: not null, Text: "created" }) return;
            lock (_lock) Seconds = Math.Max(Seconds, value.Elapsed.TotalSeconds);
        }
    }
}
