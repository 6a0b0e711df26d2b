using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>How the ReplicaSets of a Deployment are found, made, numbered and dropped.</summary>
internal sealed partial class DeploymentController
{
    private static readonly string[] OwnAnnotations =
        ["kubectl.kubernetes.io/last-applied-configuration", Revision, RevisionHistory, DesiredReplicas, MaxReplicas, "deprecated.deployment.rollback.to"];

    private static JsonObject? FindNew(JsonObject deployment, IReadOnlyList<JsonObject> sets) =>
        sets.Where(set => JsonNode.DeepEquals(Bare(set.Object("spec", "template")), Bare(deployment.Object("spec", "template"))))
            .OrderBy(Created).FirstOrDefault();

    private static JsonObject Bare(JsonObject? template)
    {
        JsonObject bare = template?.Copy() ?? [];
        bare.Object("metadata", "labels")?.Remove(HashLabel);
        if (bare.Object("metadata") is { } metadata)
        {
            metadata.Remove("creationTimestamp");
        }

        return bare;
    }

    /// <summary>The ReplicaSet of the present template, made with this many replicas where it is missing, with its revision the highest.</summary>
    private JsonObject EnsureNew(JsonObject deployment, IReadOnlyList<JsonObject> sets, int replicas)
    {
        JsonObject? present = FindNew(deployment, sets);
        long newest = sets.Where(set => set != present).Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;
        if (present is null)
        {
            present = Create(deployment, newest, replicas);
        }
        else
        {
            present = Annotate(deployment, present, Math.Max(newest, RevisionOf(present)));
        }

        CopyRevision(deployment, present);
        return present;
    }

    private JsonObject Create(JsonObject deployment, long revision, int replicas)
    {
        JsonObject template = deployment.Object("spec", "template")?.Copy() ?? [];
        string hash = TemplateHash.Of(Bare(template), deployment.Number("status", "collisionCount") ?? 0);
        JsonObject selector = deployment.Object("spec", "selector")?.Copy() ?? [];
        selector.Ensure("matchLabels")[HashLabel] = hash;
        template.Ensure("metadata", "labels")[HashLabel] = hash;
        JsonObject set = new()
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = template.At("metadata", "labels")?.DeepClone(),
                ["annotations"] = Annotations(deployment, null, revision),
                ["ownerReferences"] = new JsonArray(Ownership.Reference(deployment)),
            },
            ["spec"] = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template },
        };
        if (deployment.Number("spec", "minReadySeconds") is { } minReady)
        {
            set.Ensure("spec")["minReadySeconds"] = minReady;
        }

        try
        {
            JsonObject created = objects.Create(set, Manager);
            if (replicas > 0)
            {
                _events.Normal(deployment, "ScalingReplicaSet", $"Scaled up replica set {created.Name()} from 0 to {replicas}");
            }

            return created;
        }
        catch (StatusException error) when (error.Reason == "AlreadyExists")
        {
            // another ReplicaSet has the name: count the collision, so that the next look makes another hash
            JsonObject status = deployment.Object("status")?.Copy() ?? [];
            status["collisionCount"] = (status.Number("collisionCount") ?? 0) + 1;
            StatusWriter.Write(objects, deployment, status, Manager);
            throw;
        }
    }

    private JsonObject Annotate(JsonObject deployment, JsonObject set, long revision)
    {
        JsonObject annotations = Annotations(deployment, set, revision);
        if (JsonNode.DeepEquals(annotations, set.At("metadata", "annotations"))
            && set.Number("spec", "minReadySeconds") == deployment.Number("spec", "minReadySeconds"))
        {
            return set;
        }

        JsonObject changed = set.Copy();
        changed.Ensure("metadata")["annotations"] = annotations;
        if (deployment.Number("spec", "minReadySeconds") is { } minReady)
        {
            changed.Ensure("spec")["minReadySeconds"] = minReady;
        }

        return objects.Update(changed, Manager);
    }

    private static JsonObject Annotations(JsonObject deployment, JsonObject? set, long revision)
    {
        JsonObject annotations = deployment.Map("metadata", "annotations").Where(entry => !OwnAnnotations.Contains(entry.Key)).ToJsonObject();
        foreach ((string name, string value) in set?.Map("metadata", "annotations") ?? new Dictionary<string, string>())
        {
            annotations.TryAdd(name, value);
        }

        long old = set is null ? 0 : RevisionOf(set);
        if (old > 0 && old != revision)
        {
            // back to an older template: the numbers it had are kept, so that they can still be named
            string? history = annotations.Text(RevisionHistory);
            annotations[RevisionHistory] = history is null ? $"{old}" : $"{history},{old}";
        }

        annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        annotations[DesiredReplicas] = Wanted(deployment).ToString(CultureInfo.InvariantCulture);
        annotations[MaxReplicas] = (Wanted(deployment) + Limits(deployment).Surge).ToString(CultureInfo.InvariantCulture);
        return annotations;
    }

    private void CopyRevision(JsonObject deployment, JsonObject set)
    {
        if (set.Annotation(Revision) is { } revision && objects.Get(deployment.Key()) is { } current && current.Annotation(Revision) != revision)
        {
            JsonObject changed = current.Copy();
            changed.Ensure("metadata", "annotations")[Revision] = revision;
            // with the status: a note of the controller is not a new generation
            objects.UpdateStatus(changed, Manager);
        }
    }

    private void Scale(JsonObject deployment, JsonObject set, int replicas)
    {
        JsonObject changed = set.Copy();
        changed.Ensure("spec")["replicas"] = replicas;
        JsonObject annotations = changed.Ensure("metadata", "annotations");
        annotations[DesiredReplicas] = Wanted(deployment).ToString(CultureInfo.InvariantCulture);
        annotations[MaxReplicas] = (Wanted(deployment) + Limits(deployment).Surge).ToString(CultureInfo.InvariantCulture);
        if (JsonNode.DeepEquals(changed, set))
        {
            return;
        }

        int before = Replicas(set);
        objects.Update(changed, Manager);
        if (before != replicas)
        {
            _events.Normal(
                deployment, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Name()} from {before} to {replicas}");
        }
    }

    private void DropHistory(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        int keep = (int)(deployment.Number("spec", "revisionHistoryLimit") ?? 10);
        JsonObject? present = FindNew(deployment, sets);
        List<JsonObject> idle = [.. sets.Where(set => set != present && Replicas(set) == 0 && set.Number("status", "replicas") is null or 0
            && set.Number("status", "observedGeneration") >= set.Generation() && !set.IsDeleting()).OrderBy(RevisionOf)];
        if (IsComplete(deployment, sets))
        {
            foreach (JsonObject set in idle.Take(Math.Max(0, sets.Count(set => set != present) - keep)))
            {
                objects.Delete(set.Key(), uid: set.Uid());
            }
        }
    }

    private static long RevisionOf(JsonObject set) => long.TryParse(set.Annotation(Revision), out long revision) ? revision : 0;
}
