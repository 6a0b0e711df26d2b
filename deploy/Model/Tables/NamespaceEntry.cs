using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Model.Tables;

/// <summary>A namespace for systems that are not ours and run beside us.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Level">What its pods must keep.</param>
/// <param name="Why">What it is for, and why its level is not <see cref="PodSecurityLevel.Restricted"/> where it is not.</param>
public sealed record NamespaceEntry(string Name, PodSecurityLevel Level, string Why)
{
    /// <summary>The ports of its pods that anybody may call: those outside the cluster, and the API server, which is no pod. Default: none.</summary>
    public IReadOnlyList<int> Open { get; init; } = [];

    /// <summary>The most pods; 0 = none may run there.</summary>
    public required int Pods { get; init; }

    /// <summary>The most CPU that its pods are promised; how much they use beyond that is not limited.</summary>
    public required Quantity Cpu { get; init; }

    /// <summary>The most memory that its pods are promised; how much they use beyond that is not limited.</summary>
    public required Quantity Memory { get; init; }
}
