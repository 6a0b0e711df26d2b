using System.Diagnostics;
using SiteBuilder.Delivery.Rollouts;

namespace SiteBuilder.Bench.Rollout;

/// <summary>Our rollout engine, called in this process: what a run costs without the start of one.</summary>
internal sealed class Engine(string release)
{
    private static readonly RolloutOrigin s_origin = new("bench", null, null);

    /// <summary>Seconds of a whole rollout: lock, read, plan, checks, apply, wait, prune, record.</summary>
    public async Task<double> RunAsync(BenchWork work, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        await new Delivery.Rollouts.Rollout(TimeProvider.System).RunAsync(Request(work), null, ct);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
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

    private RolloutRequest Request(BenchWork work) => new() { Release = release, Objects = work.Objects, KubeconfigPath = work.Kubeconfig, Origin = s_origin };
}
