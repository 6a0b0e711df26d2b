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

    /// <summary>Whether an environment has it. Default: each does.</summary>
    public Func<DeliveryEnvironment, bool> IsIn { get; init; } = _ => true;
}
