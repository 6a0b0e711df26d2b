using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>One permitted connection inside the cluster.</summary>
/// <param name="From">Who calls.</param>
/// <param name="To">Who is called.</param>
/// <param name="Why">What for.</param>
public sealed record FlowEntry(ServiceEntry From, ServiceEntry To, string Why)
{
    /// <summary>The container port that is called. Default: the one that the service is there for.</summary>
    public int Port { get; init; } = To.ContainerPort;

    /// <summary>Which pods of the caller. Default: those that serve.</summary>
    public FlowCaller By { get; init; } = FlowCaller.Service;

    /// <summary>Whether an environment has it. Default: each does.</summary>
    public Func<DeliveryEnvironment, bool> IsIn { get; init; } = _ => true;

    /// <summary>Whether it is open between two services as they run: what there is once for each shard calls its own alone of what there is likewise, and services whose data are not spread call what is of the main one.</summary>
    /// <param name="from">The caller, or a copy of it.</param>
    /// <param name="to">Who is called, or a copy of it.</param>
    public bool IsBetween(ServiceEntry from, ServiceEntry to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return (from.CopyOf ?? from) == From && (to.CopyOf ?? to) == To && (From.PerShard && To.PerShard ? from.Shard == to.Shard : to.Shard is null || From.Shards);
    }
}
