namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>A machine whose clock is set while it runs: what it shows jumps, its timers and its count of time do not.</summary>
internal sealed class SteppedTime(TimeProvider inner) : TimeProvider
{
    private long _step;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _step));

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets the clock forward, or back.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _step, by.Ticks);
}
