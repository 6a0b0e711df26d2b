using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Keeps one pod on the node, where the node fits.</summary>
internal sealed class DaemonSetController(IClusterObjects objects, TimeProvider time, string nodeName) : IController
{
    private const string Manager = "kube-controller-manager";
    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";
    private const string RevisionLabel = "controller-revision-hash";

    private static readonly (string Taint, string Effect)[] Tolerated =
    [
        ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
        ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
    ];

    private readonly EventRecorder _events = new(objects, time, Manager);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.DaemonSet, ClusterKinds.Pod];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.DaemonSet ? [change.Object.Key()] : Ownership.Owners(objects, change, ClusterKinds.DaemonSet);

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } set || set.IsDeleting())
        {
            return null;
        }

        string generation = set.Annotation(GenerationAnnotation) ?? "";
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<JsonObject> revisions = Revisions.Sync(objects, set, Manager);
        string hash = Revisions.HashOf(revisions[^1]);
        List<JsonObject> pods = [.. Ownership.Claim(objects, set, ClusterKinds.Pod, Manager)];
        bool wanted = Fits(set);
        List<JsonObject> live = [.. pods.Where(pod => !pod.IsDeleting())];
        foreach (JsonObject pod in live.Where((pod, i) => i > 0 || !wanted || pod.IsFinished()
            || (pod.Labels().GetValueOrDefault(RevisionLabel) != hash && set.Text("spec", "updateStrategy", "type") != "OnDelete")).ToList())
        {
            objects.Delete(pod.Key(), uid: pod.Uid());
            _events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
        }

        if (wanted && pods.Count == 0)
        {
            Create(set, hash, generation);
        }

        pods = [.. Ownership.Claim(objects, set, ClusterKinds.Pod, Manager).Where(pod => !pod.IsDeleting())];
        WriteStatus(set, pods, hash, wanted, now);
        Revisions.Drop(objects, set, revisions, pods.Select(pod => pod.Labels().GetValueOrDefault(RevisionLabel) ?? "").Append(hash).ToHashSet());
        return pods.NextAvailable(set.Number("spec", "minReadySeconds") ?? 0, now);
    }

    private bool Fits(JsonObject set)
    {
        IReadOnlyDictionary<string, string> labels = objects.Get(new ObjectKey(ClusterKinds.Node, "", nodeName))?.Labels() ?? new Dictionary<string, string>();
        return set.Map("spec", "template", "spec", "nodeSelector").All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value);
    }

    private void Create(JsonObject set, string hash, string generation)
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
        spec["tolerations"] = spec.Items("tolerations").Select(toleration => toleration.Copy()).Concat(Tolerated.Select(entry => new JsonObject
        {
            ["key"] = $"node.kubernetes.io/{entry.Taint}",
            ["operator"] = "Exists",
            ["effect"] = entry.Effect,
        })).ToJsonArray();
        JsonObject created = objects.Create(pod, Manager);
        _events.Normal(set, "SuccessfulCreate", $"Created pod: {created.Name()}");
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
