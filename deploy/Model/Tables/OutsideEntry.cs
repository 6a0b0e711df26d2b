namespace SiteBuilder.Model.Tables;

/// <summary>What pods of ours call that is not ours.</summary>
/// <param name="Name">What is called, in a word.</param>
/// <param name="Callers">Who calls it.</param>
/// <param name="Ports">The ports, as those who answer see them.</param>
/// <param name="Why">What for.</param>
public sealed record OutsideEntry(string Name, IReadOnlyList<ServiceEntry> Callers, IReadOnlyList<int> Ports, string Why)
{
    /// <summary>Which pods of the callers. Default: those that serve.</summary>
    public FlowCaller By { get; init; } = FlowCaller.Service;

    /// <summary>The namespace of those who answer. Default: not known, they may be outside the cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether it is called over UDP as well as over TCP. Default: false.</summary>
    public bool Udp { get; init; }
}
