using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Environments;

/// <summary>PostgreSQL's disk and how safely its members keep data; their number, CPU and memory stand under <c>services.postgres</c>.</summary>
public sealed record DatabaseSettings
{
    /// <summary>Size of the volume. Default: <c>1Gi</c>. A volume's size cannot be lowered later.</summary>
    public Quantity Storage { get; init; } = Quantity.Parse("1Gi");

    /// <summary>StorageClass of the volume. Default: the cluster's default class.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// Whether a commit waits until a replica has it too, so that no acknowledged one is lost with the primary. Default: false. While no replica is
    /// there, the primary goes on alone, and nobody takes its place.
    /// </summary>
    public bool Synchronous { get; init; }

    /// <summary>What members never share. Default: a host; on the embedded sandbox, which has one, nothing.</summary>
    public MemberSpread Spread { get; init; } = MemberSpread.Host;
}
