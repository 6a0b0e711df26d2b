namespace SiteBuilder.Sandbox.Runtime;

/// <summary>A command to run in a container.</summary>
internal sealed record ContainerCommand(string ContainerId, IReadOnlyList<string> Words)
{
    public bool Terminal { get; init; }

    /// <summary>How long it may run, from when it has begun: what the runtime needs to begin does not count. Null for no limit.</summary>
    public TimeSpan? Limit { get; init; }
}
