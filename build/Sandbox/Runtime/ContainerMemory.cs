namespace SiteBuilder.Sandbox.Runtime;

/// <summary>
/// What the node remembers about one container between looks: why it waits, how long its next start is put off, its end under way,
/// its probes. All of it may be lost in a restart of the sandbox without harm.
/// </summary>
internal sealed class ContainerMemory
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(10);

    private string? _lastCounted;
    private int _crashes;
    private int _pullFailures;

    /// <summary>Shown while the container waits: reason and message.</summary>
    public (string Reason, string? Message)? Waiting { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public ContainerEnding? Ending { get; set; }

    public ContainerProbes? Probes { get; set; }

    public string? PullError { get; private set; }

    /// <summary>
    /// How long after its end the next start has to wait: not at all the first time, then 10 s, doubling to 5 min; 10 minutes of running
    /// make it start over.
    /// </summary>
    public TimeSpan CrashDelay(ContainerSnapshot ended)
    {
        if (_lastCounted != ended.Id)
        {
            // after a restart of the sandbox the attempts so far are all that is known
            _crashes = ended.FinishedAt - ended.StartedAt >= Healthy ? 0 : _lastCounted is null ? ended.Attempt : _crashes + 1;
            _lastCounted = ended.Id;
        }

        return _crashes == 0 ? TimeSpan.Zero : Doubled(_crashes - 1);
    }

    public void PullFailed(string error, DateTimeOffset now)
    {
        PullError = error;
        RetryAt = now + Doubled(_pullFailures++);
    }

    public void PullSucceeded()
    {
        PullError = null;
        _pullFailures = 0;
        RetryAt = null;
    }

    private static TimeSpan Doubled(int times) => TimeSpan.FromSeconds(Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(times, 10)), MaxDelay.TotalSeconds));
}
