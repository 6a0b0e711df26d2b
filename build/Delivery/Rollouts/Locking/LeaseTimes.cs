namespace SiteBuilder.Delivery.Rollouts.Locking;

/// <summary>How long a deploy that stopped without a word keeps others out.</summary>
internal static class LeaseTimes
{
    /// <summary>Without a heartbeat for so long, the holder is taken for dead.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks of one who waits.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
}
