using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Why an object would not be taken.</summary>
/// <param name="Key">The object.</param>
/// <param name="Text">In one line.</param>
/// <param name="IsByItsSurroundings">Whether the API server forbids it, which another object may change: an account, a quota, the labels of a namespace.</param>
internal sealed record TrialProblem(ObjectKey Key, string Text, bool IsByItsSurroundings = false)
{
    /// <summary>Whether the release writes what it may be by; then it shows when it is the object's turn.</summary>
    public bool MayPass(IEnumerable<Change> changes) => IsByItsSurroundings && changes.Any(c => c.Action != ChangeAction.Unchanged && c.Key.Kind switch
    {
        "ServiceAccount" or "ResourceQuota" or "LimitRange" => c.Key.Namespace == Key.Namespace,
        "Namespace" => c.Key.Name == Key.Namespace,
        "PriorityClass" or "RuntimeClass" => true,
        _ => false,
    });
}
