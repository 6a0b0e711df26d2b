namespace SiteBuilder.Sandbox.Runtime;

/// <summary>A container on its way out: its preStop hook, then the signal to end, at the deadline the end.</summary>
internal sealed class ContainerEnding(string containerId, DateTimeOffset deadline, Task preStop)
{
    public string ContainerId => containerId;

    /// <summary>May come nearer (a forced delete), never go further away.</summary>
    public DateTimeOffset Deadline { get; set; } = deadline;

    public Task PreStop => preStop;

    public bool Asked { get; set; }

    public bool Killed { get; set; }
}
