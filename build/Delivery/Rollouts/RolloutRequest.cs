using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>What is to be in the cluster, where, and how strictly.</summary>
public sealed record RolloutRequest
{
    /// <summary>Name of the release; for our platform the name of the environment.</summary>
    public required string Release { get; init; }

    /// <summary>The command that the user has called: messages begin with it. Default: <c>Deploy</c>; those that look, go back or remove say their own name.</summary>
    public string Command { get; init; } = RolloutNames.Stage;

    /// <summary>All objects of the release. Not changed.</summary>
    public required IReadOnlyList<JsonObject> Objects { get; init; }

    /// <summary>Path of the kubeconfig, or of several as KUBECONFIG names them.</summary>
    public required string KubeconfigPath { get; init; }

    /// <summary>Context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The label <c>sitebuilder.dev/cluster</c> that Namespace kube-system must carry; null asks for none.</summary>
    public string? ExpectedIdentity { get; init; }

    /// <summary>The namespace of objects that name none. Default: null, they have to name one.</summary>
    public string? DefaultNamespace { get; init; }

    /// <summary>What becomes of fields that others have set. Default: the rollout is refused before it begins.</summary>
    public DriftPolicy Drift { get; init; } = DriftPolicy.Refuse;

    /// <summary>Does exactly what this plan says, and is refused where the cluster or the objects are no longer as it has found them. Null: does what is to be done.</summary>
    public SavedPlan? Plan { get; init; }

    /// <summary>Processor architectures of images, as Kubernetes calls them (<c>amd64</c>), by reference; an image that is not named is not checked.</summary>
    public IReadOnlyDictionary<string, string> Architectures { get; init; } = new Dictionary<string, string>();

    /// <summary>Deletes what the release has made and no longer contains. Default: true.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>After a failure goes back to the last good release by itself. Default: false.</summary>
    public bool RollbackOnFailure { get; init; }

    /// <summary>Asks a rollout that came before and only waits to give way, and gives way to one that comes later. Default: false.</summary>
    public bool Supersede { get; init; }

    /// <summary>Time for everything. Default: ten minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time without any change of the status of an object that is waited for. Default: three minutes.</summary>
    public TimeSpan StallDeadline { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long evidence of a failure must last. Default: the graces of <see cref="Wait.VerdictRules"/> as they are.</summary>
    public RolloutPatience Patience { get; init; } = RolloutPatience.Normal;

    /// <summary>Who and what started it.</summary>
    public required RolloutOrigin Origin { get; init; }

    /// <summary>Image name to reference, for the record.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>Where this goes back to an earlier revision; null where it goes forward.</summary>
    internal WayBack? WayBack { get; init; }
}
