namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>Ends a wait: one object will not become ready.</summary>
internal sealed class ObjectFailedException(ObjectFailure failure, IReadOnlyList<string> waiting) : Exception($"{failure.Key}: {failure.Reason}")
{
    public ObjectFailure Failure { get; } = failure;

    /// <summary>What else was still waited for.</summary>
    public IReadOnlyList<string> Waiting { get; } = waiting;
}
