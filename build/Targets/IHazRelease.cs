using Nuke.Common;
using SiteBuilder.Delivery.Rollouts.Removal;

namespace SiteBuilder.Targets;

/// <summary>
/// The parameters of the targets that work on any release: that of an environment, or, where <see cref="Release"/> is named, one of plain manifests.
/// </summary>
public interface IHazRelease : IHazDelivery
{
    /// <summary>Name of a release of plain manifests; null for that of the environment.</summary>
    [Parameter("Name of a release of plain manifests. Default is the release of the environment.")]
    string? Release => TryGetValue(() => Release);

    /// <summary>File or folder of plain manifests, or <c>-</c>.</summary>
    [Parameter("Plain manifests to roll out as --release: a file, a folder with all below it, or - for standard input.")]
    string? Manifests => TryGetValue(() => Manifests);

    /// <summary>A plan that Diff has kept; null: whatever is to be done.</summary>
    [Parameter("Deploy, Apply: does exactly what this plan of 'Diff --save-plan' says, or is refused where the cluster has moved on.")]
    string? FromPlan => TryGetValue(() => FromPlan);

    /// <summary>The namespace of objects that name none, or null: the context's.</summary>
    [Parameter("Plain manifests: namespace of objects that name none. Default is that of the kubeconfig's context.")]
    string? Namespace => TryGetValue(() => Namespace);

    /// <summary>What becomes of fields that others have set: <c>refuse</c>, <c>keep</c> or <c>take-back</c>; null: <c>refuse</c>.</summary>
    [Parameter("Plain manifests: what becomes of fields that others have set: refuse, keep or take-back. Default is 'refuse'.")]
    string? Drift => TryGetValue(() => Drift);

    /// <summary>Whether a failure takes everything back; default: false.</summary>
    [Parameter("Plain manifests: after a failure goes back to the last good release.")]
    bool RollbackOnFailure => TryGetValue<bool?>(() => RollbackOnFailure) ?? false;

    /// <summary>Time for everything, such as <c>30m</c>, or null: ten minutes.</summary>
    [Parameter("Plain manifests: time for the whole roll-out, such as 30m. Default is '10m'.")]
    string? Deadline => TryGetValue(() => Deadline);

    /// <summary>The revision to go back to, or null: the last good one before the present.</summary>
    [Parameter("Rollback: the revision to go back to. Default is the last good one before the present.")]
    int? To => TryGetValue<int?>(() => To);

    /// <summary>The kinds with data that go too.</summary>
    [Parameter("Remove: kinds with data that go too.")]
    StatefulKind[] Consent => TryGetValue(() => Consent) ?? [];

    /// <summary>The name of what is to be removed, once more.</summary>
    [Parameter("Remove: the name of the environment or release once more, to say that it is meant.")]
    string? Yes => TryGetValue(() => Yes);
}
