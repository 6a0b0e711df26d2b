using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>The status of what runs pods. A counter that is missing is zero, as the API leaves out zeros.</summary>
internal static class WorkloadStatuses
{
    private static readonly ObjectStatus s_notSeen = ObjectStatus.InProgress("its controller has not seen the newest specification yet");

    public static ObjectStatus Deployment(JsonObject live, DateTimeOffset since)
    {
        if (!IsSeen(live))
        {
            return s_notSeen;
        }

        // where an older template comes back, the verdict over the one before it stays until something moves
        if (live.Condition("Progressing") is { } progressing && progressing.Text("reason") == "ProgressDeadlineExceeded" && !IsBefore(progressing, live, since))
        {
            return ObjectStatus.Failed(progressing.Why(), VerdictRules.ProgressDeadline);
        }

        var wanted = live.Number("spec", "replicas") ?? 1;
        var updated = Count(live, "updatedReplicas");
        var available = Count(live, "availableReplicas");
        return live.Flag("spec", "paused") && updated < wanted ? ObjectStatus.Failed("it is paused (spec.paused), so its controller does not roll it out")
            : updated < wanted ? ObjectStatus.InProgress($"{updated} of {wanted} pods updated")
            : Count(live, "replicas") > updated ? ObjectStatus.InProgress($"{Count(live, "replicas") - updated} old pods still there")
            : available < updated ? ObjectStatus.InProgress($"{available} of {updated} updated pods available")
            : ObjectStatus.Ready;
    }

    public static ObjectStatus StatefulSet(JsonObject live)
    {
        if (!IsSeen(live))
        {
            return s_notSeen;
        }

        var wanted = live.Number("spec", "replicas") ?? 1;
        var updated = Count(live, "updatedReplicas");

        // ready for minReadySeconds; a server that does not count them so has no such field
        var (ready, word) = live.Number("status", "availableReplicas") is { } available && (live.Number("spec", "minReadySeconds") ?? 0) > 0 ? (available, "available") : (Count(live, "readyReplicas"), "ready");
        if (live.Text("spec", "updateStrategy", "type") != "OnDelete")
        {
            var partition = live.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
            var toUpdate = Math.Max(0, wanted - partition);
            if (updated < toUpdate)
            {
                return ObjectStatus.InProgress($"{updated} of {toUpdate} pods updated");
            }

            if (partition == 0 && live.Text("status", "updateRevision") != live.Text("status", "currentRevision"))
            {
                return ObjectStatus.InProgress("the update is not complete yet");
            }
        }

        return ready < wanted ? ObjectStatus.InProgress($"{ready} of {wanted} pods {word}")
            : Count(live, "replicas") > wanted ? ObjectStatus.InProgress($"{Count(live, "replicas") - wanted} pods too many still there")
            : ObjectStatus.Ready;
    }

    public static ObjectStatus DaemonSet(JsonObject live)
    {
        if (!IsSeen(live))
        {
            return s_notSeen;
        }

        var wanted = Count(live, "desiredNumberScheduled");
        var updated = Count(live, "updatedNumberScheduled");
        var available = Count(live, "numberAvailable");
        return live.Text("spec", "updateStrategy", "type") != "OnDelete" && updated < wanted ? ObjectStatus.InProgress($"{updated} of {wanted} nodes updated")
            : available < wanted ? ObjectStatus.InProgress($"available on {available} of {wanted} nodes")
            : ObjectStatus.Ready;
    }

    public static ObjectStatus ReplicaSet(JsonObject live)
    {
        var wanted = live.Number("spec", "replicas") ?? 1;
        return !IsSeen(live) ? s_notSeen
            : Count(live, "availableReplicas") < wanted ? ObjectStatus.InProgress($"{Count(live, "availableReplicas")} of {wanted} pods available")
            : ObjectStatus.Ready;
    }

    public static ObjectStatus Job(JsonObject live)
    {
        if (live.Condition("Complete").Says("True"))
        {
            return ObjectStatus.Ready;
        }

        // FailureTarget comes first and Failed when the pods are gone: the verdict is certain at the first
        var failed = new[] { live.Condition("Failed"), live.Condition("FailureTarget") }.FirstOrDefault(condition => condition.Says("True"));
        return failed is not null ? ObjectStatus.Failed(failed.Why(), VerdictRules.JobFailed)
            : live.Flag("spec", "suspend") ? ObjectStatus.Ready with { Reason = "suspended" }
            : ObjectStatus.InProgress($"{Count(live, "succeeded")} of {live.Number("spec", "completions") ?? 1} completed{(Count(live, "failed") is > 0 and var tries ? $", {tries} tries failed" : "")}");
    }

    public static ObjectStatus Pod(JsonObject live) => live.Text("status", "phase") switch
    {
        "Succeeded" => ObjectStatus.Ready,
        "Failed" => ObjectStatus.Failed(string.Join(": ", new[] { live.Text("status", "reason"), live.Text("status", "message") }.Where(text => text is not null).DefaultIfEmpty("phase Failed"))),
        _ => live.Condition("Ready").Says("True") ? ObjectStatus.Ready : ObjectStatus.InProgress("is not ready yet"),
    };

    private static bool IsBefore(JsonObject condition, JsonObject live, DateTimeOffset since)
    {
        var said = EventFacts.Time(condition.Text("lastUpdateTime") ?? condition.Text("lastTransitionTime"));
        return said > DateTimeOffset.MinValue && (said < since || said < LastWrite.Of(live));
    }

    private static long Count(JsonObject live, string counter) => live.Number("status", counter) ?? 0;

    private static bool IsSeen(JsonObject live) => (live.Number("status", "observedGeneration") ?? 0) >= (live.Number("metadata", "generation") ?? 0);
}
