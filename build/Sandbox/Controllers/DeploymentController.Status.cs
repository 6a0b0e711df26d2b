using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>What a Deployment says about itself: counters, Available, Progressing and its deadline.</summary>
internal sealed partial class DeploymentController
{
    private DateTimeOffset? WriteStatus(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        DateTimeOffset now = time.GetUtcNow();
        JsonObject? present = FindNew(deployment, sets);
        long replicas = sets.Sum(set => set.Number("status", "replicas") ?? 0);
        long available = sets.Sum(Available);
        JsonObject status = new()
        {
            ["observedGeneration"] = deployment.Generation(),
            ["terminatingReplicas"] = sets.Sum(set => set.Number("status", "terminatingReplicas") ?? 0),
        };
        status.SetCount("replicas", replicas);
        status.SetCount("updatedReplicas", present.Number("status", "replicas") ?? 0);
        status.SetCount("readyReplicas", sets.Sum(set => set.Number("status", "readyReplicas") ?? 0));
        status.SetCount("availableReplicas", available);
        status.SetCount("unavailableReplicas", Math.Max(0, Math.Max(replicas, sets.Sum(Replicas)) - available));
        if (deployment.Number("status", "collisionCount") is { } collisions)
        {
            status["collisionCount"] = collisions;
        }

        (JsonObject? progressing, DateTimeOffset? due) = Progressing(deployment, sets, present, status, now);
        // conditions that others have written stay
        List<JsonObject> conditions =
        [
            .. deployment.Items("status", "conditions").Where(condition => condition.Text("type") is not ("Available" or "Progressing" or "ReplicaFailure")).Select(condition => condition.Copy()),
            AvailableCondition(deployment, available, now),
        ];
        if (progressing is not null)
        {
            conditions.Add(progressing);
        }

        JsonObject? failure = sets.Select(set => set.Condition("ReplicaFailure")).FirstOrDefault(condition => condition is not null);
        if (failure is not null)
        {
            conditions.Add(StatusWriter.Condition(deployment, "ReplicaFailure", "True", failure.Text("reason"), failure.Text("message"), now, updateTimes: true));
        }

        status["conditions"] = conditions.ToJsonArray();
        StatusWriter.Write(objects, deployment, status, Manager);
        return due;
    }

    private static JsonObject AvailableCondition(JsonObject deployment, long available, DateTimeOffset now) =>
        available >= Wanted(deployment) - Limits(deployment).Unavailable
            ? StatusWriter.Condition(
                deployment, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now, updateTimes: true)
            : StatusWriter.Condition(
                deployment, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now, updateTimes: true);

    private (JsonObject? Condition, DateTimeOffset? Due) Progressing(
        JsonObject deployment, IReadOnlyList<JsonObject> sets, JsonObject? present, JsonObject status, DateTimeOffset now)
    {
        if (deployment.Number("spec", "progressDeadlineSeconds") is not { } deadline || deadline == int.MaxValue)
        {
            return (null, null);
        }

        JsonObject? old = deployment.Condition("Progressing");
        JsonObject Says(string state, string reason, string message) =>
            StatusWriter.Condition(deployment, "Progressing", state, reason, message, now, updateTimes: true);
        string subject = present is null ? $"Deployment \"{deployment.Name()}\"" : $"ReplicaSet \"{present.Name()}\"";
        if (deployment.Flag("spec", "paused"))
        {
            return (Says("Unknown", "DeploymentPaused", "Deployment is paused"), null);
        }

        if (old.Text("reason") == "DeploymentPaused")
        {
            old = Says("Unknown", "DeploymentResumed", "Deployment is resumed");
            return (old, Due(old, deadline));
        }

        bool wasComplete = old.Text("reason") == "NewReplicaSetAvailable" && present is not null && (old.Text("message") ?? "").Contains($"\"{present.Name()}\"", StringComparison.Ordinal);
        if (IsComplete(deployment, sets) || (wasComplete && present is not null))
        {
            return (Says("True", "NewReplicaSetAvailable", $"{subject} has successfully progressed."), null);
        }

        if (present is not null && (old is null || !(old.Text("message") ?? "").Contains($"\"{present.Name()}\"", StringComparison.Ordinal)))
        {
            bool made = RevisionOf(present) >= deployment.Generation() || present.Time("metadata", "creationTimestamp") >= now.AddSeconds(-2);
            JsonObject started = made
                ? Says("True", "NewReplicaSetCreated", $"Created new replica set \"{present.Name()}\"")
                : Says("True", "FoundNewReplicaSet", $"Found new replica set \"{present.Name()}\"");
            return (started, Due(started, deadline));
        }

        if (HasMoved(deployment, status))
        {
            JsonObject moving = Says("True", "ReplicaSetUpdated", $"{subject} is progressing.");
            moving["lastUpdateTime"] = now.ToTimestamp();
            return (moving, Due(moving, deadline));
        }

        if (old is null)
        {
            return (null, null);
        }

        if (old.Text("reason") == "ProgressDeadlineExceeded" || Due(old, deadline) <= now)
        {
            return (Says("False", "ProgressDeadlineExceeded", $"{subject} has timed out progressing."), null);
        }

        return (old.Copy(), Due(old, deadline));
    }

    // times in a status are whole seconds: a deadline counts from the end of that second
    private static DateTimeOffset Due(JsonObject condition, long deadline) =>
        (condition.Time("lastUpdateTime") ?? DateTimeOffset.MinValue).AddSeconds(deadline + 1);

    private static bool HasMoved(JsonObject deployment, JsonObject status)
    {
        JsonObject? old = deployment.Object("status");
        long Old(string name) => old.Number(name) ?? 0;
        long New(string name) => status.Number(name) ?? 0;
        return New("updatedReplicas") > Old("updatedReplicas")
            || New("replicas") - New("updatedReplicas") < Old("replicas") - Old("updatedReplicas")
            || New("readyReplicas") > Old("readyReplicas")
            || New("availableReplicas") > Old("availableReplicas");
    }

    private static bool IsComplete(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        int wanted = Wanted(deployment);
        JsonObject? present = FindNew(deployment, sets);
        return present is not null
            && (present.Number("status", "replicas") ?? 0) == wanted
            && sets.Sum(set => set.Number("status", "replicas") ?? 0) == wanted
            && Available(present) >= wanted
            && present.Number("status", "observedGeneration") >= present.Generation();
    }
}
