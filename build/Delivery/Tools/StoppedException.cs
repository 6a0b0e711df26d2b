namespace SiteBuilder.Delivery.Tools;

/// <summary>Work was stopped by the caller, and this is what it had done until then; the message is meant for people.</summary>
public sealed class StoppedException : OperationCanceledException
{
    /// <param name="message">What was done, and what to do.</param>
    /// <param name="inner">Where it stopped.</param>
    /// <param name="cancellation">What stopped it.</param>
    public StoppedException(string message, Exception inner, CancellationToken cancellation)
        : base(message, inner, cancellation)
    {
    }
}
