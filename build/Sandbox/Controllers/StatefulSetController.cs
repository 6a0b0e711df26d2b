using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Keeps numbered pods with claims of their own: made from the first to the last, updated and removed from the last to the first.</summary>
internal sealed class StatefulSetController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "statefulset-controller";
    private const string Manager = FieldManagers.Controllers;
    private const string RevisionLabel = "controller-revision-hash";

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.StatefulSet, ClusterKinds.Pod];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.StatefulSet ? [change.Object.Key()] : Ownership.Owners(objects, change, ClusterKinds.StatefulSet);

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } set || set.IsDeleting())
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<JsonObject> revisions = Revisions.Sync(objects, set, Manager);
        string update = revisions[^1].Name();
        string current = set.Text("status", "currentRevision") is { Length: > 0 } told && revisions.Any(revision => revision.Name() == told) ? told : update;
        List<JsonObject> pods = Pods(set);
        StatusException? refused = null;
        try
        {
            Step(set, pods, revisions, current, update, now);
        }
        catch (StatusException error) when (error.Reason != "Conflict")
        {
            // the status is written all the same
            refused = error;
        }

        pods = Pods(set);
        JsonObject status = Status(set, pods, current, update, now);
        StatusWriter.Write(objects, set, status, Manager);
        Revisions.Drop(objects, set, revisions, new HashSet<string>([current, update, .. pods.Select(RevisionOf)]));
        if (refused is not null)
        {
            throw refused;
        }

        return pods.NextAvailable(MinReady(set), now);
    }

    private List<JsonObject> Pods(JsonObject set) =>
        [.. Ownership.Claim(objects, set, ClusterKinds.Pod, Manager).Where(pod => Ordinal(set, pod) is not null).OrderBy(pod => Ordinal(set, pod))];

    private void Step(JsonObject set, List<JsonObject> pods, IReadOnlyList<JsonObject> revisions, string current, string update, DateTimeOffset now)
    {
        bool ordered = set.Text("spec", "podManagementPolicy") != "Parallel";
        int first = (int)(set.Number("spec", "ordinals", "start") ?? 0);
        int end = first + (int)(set.Number("spec", "replicas") ?? 1);
        int partition = first + (int)(set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0);
        for (int ordinal = first; ordinal < end; ordinal++)
        {
            JsonObject? pod = pods.Find(candidate => Ordinal(set, candidate) == ordinal);
            if (pod is null)
            {
                // below the partition a lost pod comes back as it was
                string revision = ordinal < partition && set.Text("status", "currentRevision") is not null ? current : update;
                Create(set, ordinal, revisions.First(candidate => candidate.Name() == revision));
                if (ordered)
                {
                    return;
                }

                continue;
            }

            if (pod.IsFinished() && !pod.IsDeleting())
            {
                Delete(set, pod);
            }

            if (ordered && (pod.IsDeleting() || pod.IsFinished() || !pod.IsAvailable(MinReady(set), now)))
            {
                // nor is it updated: a pod of a broken template has to be deleted by hand, as everywhere
                return;
            }
        }

        foreach (JsonObject pod in pods)
        {
            ClaimRetention.Apply(objects, set, pod, isCondemned: Ordinal(set, pod) >= end, Manager);
        }

        foreach (JsonObject pod in pods.Where(pod => Ordinal(set, pod) >= end).Reverse())
        {
            if (!pod.IsDeleting())
            {
                Delete(set, pod);
            }

            if (ordered)
            {
                return;
            }
        }

        Roll(set, pods, update, partition, now);
    }

    private void Roll(JsonObject set, List<JsonObject> pods, string update, int partition, DateTimeOffset now)
    {
        if (set.Text("spec", "updateStrategy", "type") == "OnDelete")
        {
            return;
        }

        foreach (JsonObject pod in pods.AsEnumerable().Reverse())
        {
            if (Ordinal(set, pod) >= partition && RevisionOf(pod) != update)
            {
                if (!pod.IsDeleting())
                {
                    Delete(set, pod);
                }

                return;
            }

            if (pod.IsDeleting() || !pod.IsAvailable(MinReady(set), now))
            {
                return;
            }
        }
    }

    private void Create(JsonObject set, int ordinal, JsonObject revision)
    {
        JsonObject template = revision.Object("data", "spec", "template")?.Copy() ?? [];
        template.Remove("$patch");
        JsonObject pod = PodFacts.FromTemplate(set, template);
        string name = $"{set.Name()}-{ordinal.ToString(CultureInfo.InvariantCulture)}";
        JsonObject metadata = pod.Ensure("metadata");
        metadata["name"] = name;
        metadata["generateName"] = $"{set.Name()}-";
        JsonObject labels = metadata.Ensure("labels");
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[RevisionLabel] = revision.Name();
        JsonObject spec = pod.Ensure("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
        {
            spec["subdomain"] = service;
        }

        foreach (JsonObject claim in set.Items("spec", "volumeClaimTemplates"))
        {
            AddClaim(set, claim, name, spec);
        }

        try
        {
            objects.Create(pod, Manager);
        }
        catch (StatusException error)
        {
            _events.Warning(set, "FailedCreate", $"create Pod {name} in StatefulSet {set.Name()} failed error: {error.Message}");
            throw;
        }

        _events.Normal(set, "SuccessfulCreate", $"Create Pod {name} in StatefulSet {set.Name()} successful");
    }

    private void AddClaim(JsonObject set, JsonObject template, string podName, JsonObject spec)
    {
        string claimName = $"{template.Name()}-{podName}";
        if (objects.Get(new ObjectKey(ClusterKinds.PersistentVolumeClaim, set.Namespace(), claimName)) is null)
        {
            JsonObject claim = new()
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["metadata"] = new JsonObject
                {
                    ["name"] = claimName,
                    ["namespace"] = set.Namespace(),
                    ["labels"] = template.Labels().Concat(set.Map("spec", "selector", "matchLabels")).DistinctBy(label => label.Key).ToJsonObject(),
                },
                ["spec"] = template.At("spec")?.DeepClone(),
            };
            if (template.At("metadata", "annotations") is { } annotations)
            {
                claim.Ensure("metadata")["annotations"] = annotations.DeepClone();
            }

            if (ClaimRetention.Owners(set, null) is { Count: > 0 } owners)
            {
                claim.Ensure("metadata")["ownerReferences"] = owners;
            }

            objects.Create(claim, Manager);
            _events.Normal(set, "SuccessfulCreate", $"Create Claim {claimName} Pod {podName} in StatefulSet {set.Name()} success");
        }

        JsonArray volumes = [.. spec.Items("volumes").Where(volume => volume.Text("name") != template.Name()).Select(volume => (JsonNode?)volume.DeepClone())];
        volumes.Add((JsonNode)new JsonObject { ["name"] = template.Name(), ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claimName } });
        spec["volumes"] = volumes;
    }

    private void Delete(JsonObject set, JsonObject pod)
    {
        objects.Delete(pod.Key(), uid: pod.Uid());
        _events.Normal(set, "SuccessfulDelete", $"Delete Pod {pod.Name()} in StatefulSet {set.Name()} successful");
    }

    private static JsonObject Status(JsonObject set, List<JsonObject> pods, string current, string update, DateTimeOffset now)
    {
        List<JsonObject> active = [.. pods.Where(pod => !pod.IsFinished())];
        List<JsonObject> live = [.. active.Where(pod => !pod.IsDeleting())];
        int wanted = (int)(set.Number("spec", "replicas") ?? 1);
        bool rolled = live.Count == wanted && active.Count == wanted && live.All(pod => RevisionOf(pod) == update && pod.IsReady());
        current = rolled ? update : current;
        JsonObject status = new()
        {
            ["observedGeneration"] = set.Generation(),
            ["replicas"] = pods.Count,
            ["availableReplicas"] = live.Count(pod => pod.IsAvailable(MinReady(set), now)),
            ["currentRevision"] = current,
            ["updateRevision"] = update,
            ["collisionCount"] = set.Number("status", "collisionCount") ?? 0,
        };
        status.SetCount("readyReplicas", active.Count(PodFacts.IsReady));
        status.SetCount("currentReplicas", live.Count(pod => RevisionOf(pod) == current));
        status.SetCount("updatedReplicas", live.Count(pod => RevisionOf(pod) == update));
        return status;
    }

    private static long MinReady(JsonObject set) => set.Number("spec", "minReadySeconds") ?? 0;

    private static string RevisionOf(JsonObject pod) => pod.Labels().GetValueOrDefault(RevisionLabel) ?? "";

    private static int? Ordinal(JsonObject set, JsonObject pod) =>
        pod.Name().StartsWith($"{set.Name()}-", StringComparison.Ordinal)
        && int.TryParse(pod.Name()[(set.Name().Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int ordinal)
            ? ordinal
            : null;
}
