using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What the checks look at.</summary>
/// <param name="Release">Name of the release.</param>
/// <param name="Changes">Every desired object and what becomes of it.</param>
/// <param name="Stale">What goes.</param>
/// <param name="Architectures">Processor architectures of images by reference, as far as known.</param>
/// <param name="Patience">Whether nodes come when they are needed.</param>
/// <param name="Facts">What is in the cluster.</param>
internal sealed record PreflightContext(string Release, IReadOnlyList<Change> Changes, IReadOnlyList<Change> Stale, IReadOnlyDictionary<string, string> Architectures, RolloutPatience Patience, ClusterFacts Facts)
{
    private readonly ILookup<(string Kind, string? Namespace), JsonObject> _desired = Changes.ToLookup(c => (c.Key.Kind, c.Key.Namespace), c => c.Desired!);

    /// <summary>What is written.</summary>
    public IReadOnlyList<Change> Writes { get; } = [.. Changes.Where(c => c.Action != ChangeAction.Unchanged)];

    /// <summary>Workloads that are written: what is left alone rolls nothing and needs no room.</summary>
    public IReadOnlyList<Workload> Workloads { get; } = [.. Changes.Where(c => c.Action != ChangeAction.Unchanged).Select(Workload.Of).OfType<Workload>()];

    /// <summary>Desired objects of a kind in a namespace.</summary>
    public IEnumerable<JsonObject> Desired(string kind, string? ns) => _desired[(kind, ns)];
}
