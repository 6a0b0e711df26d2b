using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>The status of what runs no pods.</summary>
internal static class PlainStatuses
{
    private static readonly ObjectStatus s_notSeen = ObjectStatus.InProgress("its controller has not seen the newest specification yet");

    public static ObjectStatus Namespace(JsonObject live) =>
        live.Text("status", "phase") is null or "Active" ? ObjectStatus.Ready : ObjectStatus.InProgress("is being deleted");

    /// <summary>A claim that waits for its first pod holds nothing up: the pod that mounts it tells.</summary>
    public static ObjectStatus PersistentVolumeClaim(JsonObject live) =>
        live.Text("status", "phase") == "Lost" ? ObjectStatus.Failed("its volume is gone (phase Lost)") : ObjectStatus.Ready;

    public static ObjectStatus Service(JsonObject live) =>
        live.Text("spec", "type") != "LoadBalancer" || live.Items("status", "loadBalancer", "ingress").Any()
            ? ObjectStatus.Ready
            : ObjectStatus.InProgress("the load balancer has no address yet");

    /// <summary>Until its usage is counted once, pods are refused for that alone ("status unknown for quota").</summary>
    public static ObjectStatus ResourceQuota(JsonObject live) =>
        live.At("spec", "hard") is not JsonObject hard || hard.All(limit => live.At("status", "hard", limit.Key) is not null) ? ObjectStatus.Ready : ObjectStatus.InProgress("what it counts is not counted yet");

    public static ObjectStatus CustomResourceDefinition(JsonObject live)
    {
        if (live.Condition("NamesAccepted") is { } names && names.Says("False"))
        {
            return ObjectStatus.Failed(names.Why());
        }

        return live.Condition("Established").Says("True") ? ObjectStatus.Ready : ObjectStatus.InProgress("is not established yet");
    }

    public static ObjectStatus ApiService(JsonObject live) =>
        live.Condition("Available") is not { } available ? ObjectStatus.InProgress("not looked at yet")
        : available.Says("True") ? ObjectStatus.Ready
        : ObjectStatus.InProgress(available.Why());

    /// <summary>
    /// As kstatus does it; and a condition that says itself which generation it is about counts for no newer one. Some have another word for the
    /// condition Ready: Strimzi says NotReady until it is, RabbitMQ AllReplicasReady.
    /// </summary>
    /// <param name="since">The newest write of the release: what is stalled since before may be taken up by what came with it.</param>
    public static ObjectStatus ByConditions(JsonObject live, DateTimeOffset since)
    {
        if (IsBehind(live, live.At("status")))
        {
            return s_notSeen;
        }

        if (live.Condition("Reconciling") is { } reconciling && reconciling.Says("True"))
        {
            return ObjectStatus.InProgress(reconciling.Why());
        }

        if (live.Condition("Stalled") is { } stalled && stalled.Says("True") && !IsBehind(live, stalled))
        {
            var isBefore = stalled.Text("lastTransitionTime") is { } time && EventFacts.Time(time) < since;
            return ObjectStatus.Failed(stalled.Why(), isBefore ? VerdictRules.StalledBefore : VerdictRules.ObjectFailed);
        }

        return (live.Condition("Ready") ?? live.Condition("AllReplicasReady")) is not { } ready ? live.Condition("NotReady") is { } notReady && notReady.Says("True") ? ObjectStatus.InProgress(notReady.Why()) : ObjectStatus.Ready
            : IsBehind(live, ready) ? s_notSeen
            : ready.Says("True") ? ObjectStatus.Ready
            : ObjectStatus.InProgress(ready.Why());
    }

    private static bool IsBehind(JsonObject live, JsonNode? told) => told.Number("observedGeneration") is { } observed && observed < live.Number("metadata", "generation");
}
