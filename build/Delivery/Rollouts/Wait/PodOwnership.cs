using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>Which pods belong to the revision that is being rolled out: what an old revision's pods do says nothing about the new one.</summary>
internal static class PodOwnership
{
    /// <summary>True where the pod was made from the workload's newest template.</summary>
    /// <param name="workload">Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or Pod as it is now.</param>
    /// <param name="pod">A live pod of its namespace.</param>
    /// <param name="replicaSets">The live ReplicaSets of the namespace; needed for Deployments alone.</param>
    public static bool IsOfNewRevision(JsonObject workload, JsonObject pod, IReadOnlyList<JsonObject> replicaSets)
    {
        var uid = workload.Text("metadata", "uid");
        if ((workload.Number("status", "observedGeneration") ?? 0) < (workload.Number("metadata", "generation") ?? 0) && workload.Text("kind") is "Deployment" or "StatefulSet" or "DaemonSet")
        {
            // the controller has not made the new revision yet, so no pod can be of it
            return false;
        }

        return workload.Text("kind") switch
        {
            "Deployment" => NewestReplicaSet(workload, replicaSets) is { } replicaSet && pod.IsOwnedBy(replicaSet.Text("metadata", "uid")),
            "StatefulSet" => pod.IsOwnedBy(uid) && pod.Text("metadata", "labels", "controller-revision-hash") == workload.Text("status", "updateRevision"),
            "DaemonSet" => pod.IsOwnedBy(uid)
                && pod.Text("metadata", "labels", "pod-template-generation") == workload.Text("metadata", "annotations", "deprecated.daemonset.template.generation"),
            "Pod" => pod.Text("metadata", "uid") == uid,
            _ => pod.IsOwnedBy(uid),
        };
    }

    /// <summary>
    /// Whether the pod is over and was made before the release was written: a node has evicted it or was shut down, its workload has made another in its
    /// place, and nobody has removed it. One of a Job tells how that ends.
    /// </summary>
    public static bool IsLeftOver(JsonObject workload, JsonObject pod, DateTimeOffset since) =>
        workload.Text("kind") is not ("Job" or "Pod") && IsOver(pod) && EventFacts.Time(pod.Text("metadata", "creationTimestamp")) < since;

    /// <summary>Whether none of its containers is ever started again.</summary>
    public static bool IsOver(JsonObject pod) => pod.Text("status", "phase") is "Failed" or "Succeeded";

    /// <summary>The ReplicaSet of a Deployment's newest template; null while it is not made, or the Deployment does not name it yet.</summary>
    public static JsonObject? NewestReplicaSet(JsonObject deployment, IReadOnlyList<JsonObject> replicaSets)
    {
        const string Revision = "deployment.kubernetes.io/revision";
        var uid = deployment.Text("metadata", "uid");
        return replicaSets.FirstOrDefault(item => item.IsOwnedBy(uid)
            && item.Text("metadata", "annotations", Revision) is { } revision
            && revision == deployment.Text("metadata", "annotations", Revision));
    }
}
