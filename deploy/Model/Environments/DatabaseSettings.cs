using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Environments;

/// <summary>PostgreSQL's disk and how safely its members keep data; their number, CPU and memory stand under <c>services.postgres</c>.</summary>
public sealed record DatabaseSettings
{
    /// <summary>The server that is always there; it has the brands that name no other, and the data of services that are not spread.</summary>
    public const string MainShard = "main";

    /// <summary>Size of the volume. Default: <c>1Gi</c>. A volume's size cannot be lowered later.</summary>
    public Quantity Storage { get; init; } = Quantity.Parse("1Gi");

    /// <summary>StorageClass of the volume. Default: the cluster's default class.</summary>
    public string? StorageClass { get; init; }

    /// <summary>
    /// Whether a commit waits until a replica has it too, so that no acknowledged one is lost with the primary. Default: false. While no replica is
    /// there, the primary goes on alone, and nobody takes its place.
    /// </summary>
    public bool Synchronous { get; init; }

    /// <summary>Further servers of the same size beside <see cref="MainShard"/>, each of letters and digits. Default: none.</summary>
    public IReadOnlyList<string> Shards { get; init; } = [];

    /// <summary>What two members of a server never share, PostgreSQL's as well as Redis'. Default: a host; on the embedded sandbox, which has one, nothing.</summary>
    public MemberSpread Spread { get; init; } = MemberSpread.Host;

    /// <summary>Back-ups. Default: see <see cref="BackupSettings"/>.</summary>
    public BackupSettings Backups { get; init; } = new();
}
