using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Model.Tables;

/// <summary>One service of ours, whatever the environment.</summary>
public sealed record ServiceEntry
{
    /// <summary>Name of the workload and of its Service; a DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>Where it belongs.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The .NET project in the repository; null for images made from a Dockerfile.</summary>
    public string? Project { get; init; }

    /// <summary>The port that others call.</summary>
    public required int Port { get; init; }

    /// <summary>The port that its container listens on.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>The container port that answers <c>/metrics</c>. Default: the management port of our .NET services; others have none.</summary>
    public int? MetricsPort { get => field ?? (Project is null ? null : ServiceTable.ManagementPort); init; }

    /// <summary>User id that its processes run as; the group id is the same.</summary>
    public required long UserId { get; init; }

    /// <summary>Whether it may run as several pods side by side, which come and go.</summary>
    public required bool Scales { get; init; }

    /// <summary>Whether it may run as several pods of which each keeps a copy of all data: a fixed number. Default: false.</summary>
    public bool Replicates { get; init; }

    /// <summary>Where it replicates, the least number of pods beside 1. Default: 2; more where those that are left vote on who takes over.</summary>
    public int LeastReplicas { get; init; } = 2;

    /// <summary>The most pods that it may have. Default: as many as an environment says.</summary>
    public Func<PodLimit>? Limit { get; init; }

    /// <summary>Size where the environment says nothing.</summary>
    public required ServiceSettings DefaultSettings { get; init; }

    /// <summary>Whether its data may be spread over several servers of PostgreSQL, brand by brand. Default: false, all are in the main one.</summary>
    public bool Shards { get; init; }

    /// <summary>Whether there is one of it for each shard. Default: false.</summary>
    public bool PerShard { get; init; }

    /// <summary>The further shard of PostgreSQL that this one is there for. Default: none, it is that of the main one, or of all.</summary>
    public string? Shard { get; init; }

    /// <summary>Whether a Job brings what it keeps up to date before a new version of it runs. Default: false.</summary>
    public bool Migrates { get; init; }

    /// <summary>
    /// All that it is told, where that is all there is to say of it: its objects, and whom it may call, then follow from this entry. Default: none, its objects
    /// are put together in <c>deploy/Manifests/Services</c>.
    /// </summary>
    public IReadOnlyList<ServiceSetting>? Settings { get; init; }

    /// <summary>The path below which it is reached from outside. Default: none; <see cref="RouteTable"/> may have some.</summary>
    public string? Path { get; init; }

    /// <summary>How what is asked below <see cref="Path"/> is taken. Default: see <see cref="RoutePolicy"/>.</summary>
    public RoutePolicy PathPolicy { get; init; } = new();

    /// <summary>Where it runs. Default: in every environment.</summary>
    public Func<DeliveryEnvironment, bool> RunsIn { get; init; } = _ => true;

    /// <summary>The service of the table that this one runs once more, under a name of its own. Default: none, it stands in the table itself.</summary>
    public ServiceEntry? CopyOf { get; init; }

    /// <summary>The image it runs. Default: the one that is named like the service of the table.</summary>
    public ImageName Image { get => field ?? new((CopyOf ?? this).Name); init; }

    /// <summary>The namespace it runs in.</summary>
    public string Namespace => Tier switch
    {
        Tier.Frontend => "frontend",
        Tier.Backend => "backend",
        _ => "database",
    };

    /// <summary>The same service once more, for a further shard. Shards have no dashes, so none is named like a Service of another.</summary>
    public ServiceEntry Of(string shard) => this with { Name = $"{Name}-shard-{shard}", Shard = shard, CopyOf = this };

    /// <summary>The DNS name by which every pod of the cluster reaches it.</summary>
    public string ClusterHost => $"{Name}.{Namespace}.svc.cluster.local";
}
