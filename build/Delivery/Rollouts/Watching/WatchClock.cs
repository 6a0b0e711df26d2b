namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>
/// Counts only the time in which we could look: where a machine sleeps, or is so busy that we wake up late, nothing was seen and no grace has passed.
/// </summary>
internal sealed class WatchClock(TimeProvider time)
{
    /// <summary>So late anybody may be.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private long _missed;

    /// <summary>A timestamp of the time provider, less what was missed.</summary>
    public long Now => time.GetTimestamp() - _missed;

    /// <summary>Disposed at the end of a sleep that was to take so long at most.</summary>
    public IDisposable Sleep(TimeSpan planned) => new Asleep(this, planned, time.GetTimestamp());

    private void Woke(TimeSpan planned, long since)
    {
        var late = time.GetElapsedTime(since) - planned - Slack;
        if (late > TimeSpan.Zero)
        {
            _missed += (long)(late.TotalSeconds * time.TimestampFrequency);
        }
    }

    private sealed class Asleep(WatchClock clock, TimeSpan planned, long since) : IDisposable
    {
        public void Dispose() => clock.Woke(planned, since);
    }
}
