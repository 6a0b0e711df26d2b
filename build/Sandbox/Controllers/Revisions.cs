using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>The history of a pod template as ControllerRevision objects, for StatefulSets and DaemonSets.</summary>
internal static class Revisions
{
    private const string SetHashLabel = "controller.kubernetes.io/hash";
    private const string DaemonHashLabel = "controller-revision-hash";
    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";

    /// <summary>All revisions of the owner, oldest first, with the one of its present template as the newest; that one is made where it is missing. Those that an owner of before has left behind are taken over.</summary>
    public static IReadOnlyList<JsonObject> Sync(IClusterObjects objects, JsonObject owner, string fieldManager)
    {
        List<JsonObject> known = [.. Ownership.Claim(objects, owner, ClusterKinds.ControllerRevision, fieldManager).OrderBy(revision => revision.Number("revision"))];
        JsonObject data = Data(owner);
        JsonObject? present = known.FindLast(revision => JsonNode.DeepEquals(revision["data"], data));
        long newest = known.LastOrDefault().Number("revision") ?? 0;
        if (present is null)
        {
            string hash = TemplateHash.Of(data, owner.Number("status", "collisionCount") ?? 0);
            JsonObject labels = owner.Map("spec", "template", "metadata", "labels").ToJsonObject();
            bool isDaemon = owner.Text("kind") == "DaemonSet";
            labels[isDaemon ? DaemonHashLabel : SetHashLabel] = hash;
            JsonObject revision = new()
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "ControllerRevision",
                ["metadata"] = new JsonObject
                {
                    ["name"] = $"{owner.Name()}-{hash}",
                    ["namespace"] = owner.Namespace(),
                    ["labels"] = labels,
                    ["ownerReferences"] = new JsonArray(Ownership.Reference(owner)),
                },
                ["data"] = data,
                ["revision"] = newest + 1,
            };
            if (isDaemon && owner.At("metadata", "annotations") is { } annotations)
            {
                revision.Ensure("metadata")["annotations"] = annotations.DeepClone();
                revision.Ensure("metadata", "annotations")[GenerationAnnotation] ??= "1";
            }

            present = objects.Create(revision, fieldManager);
        }
        else if (present.Number("revision") < newest)
        {
            // back to an older template: it becomes the newest revision again
            known.Remove(present);
            JsonObject raised = present.Copy();
            raised["revision"] = newest + 1;
            present = objects.Update(raised, fieldManager);
        }
        else
        {
            return known;
        }

        return [.. known, present];
    }

    /// <summary>Deletes the oldest revisions beyond the limit that no pod and no status needs.</summary>
    public static void Drop(IClusterObjects objects, JsonObject owner, IReadOnlyList<JsonObject> revisions, IReadOnlySet<string> used)
    {
        List<JsonObject> idle = [.. revisions.SkipLast(1).Where(revision => !used.Contains(revision.Name()) && !used.Contains(HashOf(revision)))];
        foreach (JsonObject revision in idle.Take(Math.Max(0, idle.Count - (int)(owner.Number("spec", "revisionHistoryLimit") ?? 10))))
        {
            objects.Delete(revision.Key(), uid: revision.Uid());
        }
    }

    public static string HashOf(JsonObject revision) => revision.Labels().GetValueOrDefault(SetHashLabel) ?? revision.Labels().GetValueOrDefault(DaemonHashLabel) ?? "";

    private static JsonObject Data(JsonObject owner)
    {
        JsonObject template = owner.Object("spec", "template")?.Copy() ?? [];
        template["$patch"] = "replace";
        return new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
    }
}
