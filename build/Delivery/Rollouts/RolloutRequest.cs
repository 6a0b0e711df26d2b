using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>What is to be in the cluster, where, and how strictly.</summary>
public sealed record RolloutRequest
{
    /// <summary>Name of the release; for our platform the name of the environment.</summary>
    public required string Release { get; init; }

    /// <summary>All objects of the release. Not changed.</summary>
    public required IReadOnlyList<JsonObject> Objects { get; init; }

    /// <summary>Path of the kubeconfig.</summary>
    public required string KubeconfigPath { get; init; }

    /// <summary>Context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The label <c>sitebuilder.dev/cluster</c> that Namespace kube-system must carry; null asks for none.</summary>
    public string? ExpectedIdentity { get; init; }

    /// <summary>Takes fields over that other managers own. Default: false, a conflict ends the rollout before it begins.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Deletes what the release has made and no longer contains. Default: true.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>After a failure goes back to the last good release by itself. Default: false.</summary>
    public bool RollbackOnFailure { get; init; }

    /// <summary>Time for everything. Default: ten minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time without any change of the status of an object that is waited for. Default: three minutes.</summary>
    public TimeSpan StallDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Who and what started it.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>Image name to reference, for the record.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();
}
