using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// The status of every kind, as pure functions of the live object. Kinds without a rule of their own are judged by their conditions:
/// <c>Reconciling</c>, <c>Stalled</c> and <c>Ready</c>, where they have them (the conventions of kstatus); otherwise they are ready as soon as they are there.
/// </summary>
public static class ObjectStatuses
{
    private static readonly Dictionary<(string Group, string Kind), Func<JsonObject, ObjectStatus>> s_rules = new()
    {
        [("apps", "StatefulSet")] = WorkloadStatuses.StatefulSet,
        [("apps", "DaemonSet")] = WorkloadStatuses.DaemonSet,
        [("apps", "ReplicaSet")] = WorkloadStatuses.ReplicaSet,
        [("batch", "Job")] = WorkloadStatuses.Job,
        [("", "ReplicationController")] = WorkloadStatuses.ReplicaSet,
        [("", "Pod")] = WorkloadStatuses.Pod,
        [("", "Namespace")] = PlainStatuses.Namespace,
        [("", "PersistentVolumeClaim")] = PlainStatuses.PersistentVolumeClaim,
        [("", "Service")] = PlainStatuses.Service,
        [("", "ResourceQuota")] = PlainStatuses.ResourceQuota,
        [("apiextensions.k8s.io", "CustomResourceDefinition")] = PlainStatuses.CustomResourceDefinition,
        [("apiregistration.k8s.io", "APIService")] = PlainStatuses.ApiService,

        // they follow the pods they look after; nothing waits for them
        [("autoscaling", "HorizontalPodAutoscaler")] = _ => ObjectStatus.Ready,
        [("policy", "PodDisruptionBudget")] = _ => ObjectStatus.Ready,
    };

    /// <summary>The status of one live object.</summary>
    /// <param name="live">The object.</param>
    /// <param name="since">The newest write of the release: what the object said before does not count. Default: all of it counts.</param>
    public static ObjectStatus Of(JsonObject live, DateTimeOffset since = default)
    {
        if (live.At("metadata", "deletionTimestamp") is not null)
        {
            return ObjectStatus.InProgress("is being deleted");
        }

        var version = live.Text("apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var kind = (slash < 0 ? "" : version[..slash], live.Text("kind") ?? "");
        return kind == ("apps", "Deployment") ? WorkloadStatuses.Deployment(live, since)
            : s_rules.TryGetValue(kind, out var rule) ? rule(live)
            : PlainStatuses.ByConditions(live, since);
    }
}
