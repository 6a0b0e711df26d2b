namespace SiteBuilder.Sandbox.Runtime;

/// <summary>One instance of a container as the runtime has it. Attempt is 0 for the first start and counts restarts.</summary>
internal sealed record ContainerSnapshot(string Id, string Name, int Attempt, int InfraAttempt, ContainerState State)
{
    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    public int ExitCode { get; init; }

    public bool OutOfMemory { get; init; }

    /// <summary>Why it could not be started.</summary>
    public string? StartError { get; init; }

    public string ImageId { get; init; } = "";

    /// <summary>The image that its pod named when it was made; null where that is not known.</summary>
    public string? Image { get; init; }

    /// <summary>User and group of its first process where they are known as numbers.</summary>
    public (long User, long Group)? User { get; init; }

    /// <summary>What probes would find, from a runtime that runs none.</summary>
    public bool? Ready { get; init; }

    /// <summary>The same of a startup probe.</summary>
    public bool? Started { get; init; }
}
