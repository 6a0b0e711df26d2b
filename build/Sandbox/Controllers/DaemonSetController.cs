using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Keeps one pod on the node, where the node fits.</summary>
internal sealed class DaemonSetController(IClusterObjects objects, TimeProvider time, string nodeName) : IController
{
    private const string Component = "daemonset-controller";
    private const string Manager = FieldManagers.Controllers;
    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";
    private const string RevisionLabel = "controller-revision-hash";

    private static readonly (string Taint, string Effect)[] Tolerated =
    [
        ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
    ];

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.DaemonSet, ClusterKinds.Pod, ClusterKinds.Node];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.DaemonSet ? [change.Object.Key()]
        : ClusterKinds.Of(change.Object) == ClusterKinds.Node ? objects.List(ClusterKinds.DaemonSet).Select(set => set.Key())
        : Ownership.Owners(objects, change, ClusterKinds.DaemonSet);

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } set || set.IsDeleting())
        {
            return null;
        }

        string generation = set.Annotation(GenerationAnnotation) ?? "1";
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<JsonObject> revisions = Revisions.Sync(objects, set, Manager);
        string hash = Revisions.HashOf(revisions[^1]);
        List<JsonObject> pods = [.. Ownership.Claim(objects, set, ClusterKinds.Pod, Manager)];
        bool wanted = Fits(set);
        List<JsonObject> live = [.. pods.Where(pod => !pod.IsDeleting())];
        foreach (JsonObject pod in Superfluous(set, live, hash, wanted, now))
        {
            objects.Delete(pod.Key(), uid: pod.Uid());
            _events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
            live.Remove(pod);
        }

        bool surging = Surges(set) && live.Count == 1 && pods.Count == 1 && !IsOf(live[0], hash) && set.Text("spec", "updateStrategy", "type") != "OnDelete";
        StatusException? refused = wanted && (pods.Count == 0 || surging) ? Create(set, hash, generation) : null;

        pods = [.. Ownership.Claim(objects, set, ClusterKinds.Pod, Manager).Where(pod => !pod.IsDeleting())];
        WriteStatus(set, pods, hash, wanted, now);
        Revisions.Drop(objects, set, revisions, pods.Select(pod => pod.Labels().GetValueOrDefault(RevisionLabel) ?? "").Append(hash).ToHashSet());
        if (refused is not null)
        {
            throw refused;
        }

        return pods.NextAvailable(set.Number("spec", "minReadySeconds") ?? 0, now);
    }

    private List<JsonObject> Superfluous(JsonObject set, List<JsonObject> live, string hash, bool wanted, DateTimeOffset now)
    {
        if (!wanted)
        {
            return [.. live];
        }

        List<JsonObject> gone = [.. live.Where(PodFacts.IsFinished)];
        foreach (JsonObject pod in gone)
        {
            (string type, string reason, string how) = pod.Phase() == "Failed"
                ? ("Warning", "FailedDaemonPod", "failed") : ("Normal", "SucceededDaemonPod", "succeeded");
            _events.Record(set, type, reason, $"Found {how} daemon pod {pod.Namespace()}/{pod.Name()} on node {nodeName}, will try to {(how == "failed" ? "kill" : "delete")} it");
        }

        List<JsonObject> old = [.. live.Where(pod => !pod.IsFinished() && !IsOf(pod, hash)).OrderBy(pod => pod.Time("metadata", "creationTimestamp"))];
        List<JsonObject> present = [.. live.Where(pod => !pod.IsFinished() && IsOf(pod, hash)).OrderBy(pod => pod.Time("metadata", "creationTimestamp"))];
        gone.AddRange(old.Skip(1));
        gone.AddRange(present.Skip(1));
        if (old.Count > 0 && (present.Count == 0 || Surges(set)) && set.Text("spec", "updateStrategy", "type") != "OnDelete")
        {
            long minReady = set.Number("spec", "minReadySeconds") ?? 0;
            bool replaced = present.Count > 0 && present[0].IsAvailable(minReady, now);
            if (!Surges(set) || replaced || !old[0].IsAvailable(minReady, now))
            {
                gone.Add(old[0]);
            }
        }
        else if (old.Count > 0 && present.Count > 0)
        {
            gone.Add(old[0]);
        }

        return gone;
    }

    private static bool IsOf(JsonObject pod, string hash) => pod.Labels().GetValueOrDefault(RevisionLabel) == hash;

    private static bool Surges(JsonObject set) => set.Text("spec", "updateStrategy", "rollingUpdate", "maxSurge") is not (null or "" or "0" or "0%");

    private bool Fits(JsonObject set)
    {
        if (objects.Get(new ObjectKey(ClusterKinds.Node, "", nodeName)) is not { } node)
        {
            return false;
        }

        JsonObject spec = set.Object("spec", "template", "spec") ?? [];
        List<JsonObject> tolerations = [.. spec.Items("tolerations"), .. Tolerations()];
        return NodeFit.IsSelected(spec, node) && NodeFit.UntoleratedTaint(tolerations, node) is null;
    }

    private static IEnumerable<JsonObject> Tolerations() => Tolerated.Select(entry => new JsonObject
    {
        ["key"] = $"node.kubernetes.io/{entry.Taint}",
        ["operator"] = "Exists",
        ["effect"] = entry.Effect,
    });

    // what refuses the pod, if anything does: the status is written all the same
    private StatusException? Create(JsonObject set, string hash, string generation)
    {
        JsonObject pod = PodFacts.FromTemplate(set, set.Object("spec", "template") ?? []);
        JsonObject metadata = pod.Ensure("metadata");
        metadata["generateName"] = $"{set.Name()}-";
        JsonObject labels = metadata.Ensure("labels");
        labels[RevisionLabel] = hash;
        labels["pod-template-generation"] = generation;
        JsonObject spec = pod.Ensure("spec");
        spec.Ensure("affinity", "nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(new JsonObject
            {
                ["matchFields"] = new JsonArray(new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(nodeName) }),
            }),
        };
        spec["tolerations"] = spec.Items("tolerations").Select(toleration => toleration.Copy()).Concat(Tolerations()).ToJsonArray();
        try
        {
            JsonObject created = objects.Create(pod, Manager);
            _events.Normal(set, "SuccessfulCreate", $"Created pod: {created.Name()}");
            return null;
        }
        catch (StatusException error)
        {
            _events.Warning(set, "FailedCreate", $"Error creating: {error.Message}");
            return error;
        }
    }

    private void WriteStatus(JsonObject set, List<JsonObject> pods, string hash, bool wanted, DateTimeOffset now)
    {
        long minReady = set.Number("spec", "minReadySeconds") ?? 0;
        int available = pods.Count(pod => pod.IsAvailable(minReady, now));
        JsonObject status = new()
        {
            ["currentNumberScheduled"] = wanted ? Math.Min(1, pods.Count) : 0,
            ["numberMisscheduled"] = wanted ? 0 : pods.Count,
            ["desiredNumberScheduled"] = wanted ? 1 : 0,
            ["numberReady"] = pods.Count(PodFacts.IsReady),
            ["observedGeneration"] = set.Generation(),
        };
        status.SetCount("updatedNumberScheduled", pods.Count(pod => pod.Labels().GetValueOrDefault(RevisionLabel) == hash));
        status.SetCount("numberAvailable", available);
        status.SetCount("numberUnavailable", (wanted ? 1 : 0) - available);
        StatusWriter.Write(objects, set, status, Manager);
    }
}
