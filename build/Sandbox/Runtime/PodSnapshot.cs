namespace SiteBuilder.Sandbox.Runtime;

/// <summary>What the runtime has of one pod: its network and every container instance that is not removed.</summary>
internal sealed record PodSnapshot(PodInfra? Infra, IReadOnlyList<ContainerSnapshot> Containers)
{
    public static PodSnapshot Empty { get; } = new(null, []);

    public string? Address => Infra is { Running: true } ? Infra.Address : null;

    public ContainerSnapshot? Latest(string name) => Containers.Where(container => container.Name == name).MaxBy(container => container.Attempt);

    public ContainerSnapshot? Before(ContainerSnapshot latest) =>
        Containers.Where(container => container.Name == latest.Name && container.Attempt < latest.Attempt).MaxBy(container => container.Attempt);
}
