using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>The pods of an object that is waited for, as the watches have them.</summary>
internal sealed class PodsOf(ClusterView view, PendingObject item)
{
    private static readonly string[] s_pull = ["Pulling", "Pulled", "Failed", "BackOff", "Created", "Started"];

    private readonly Surroundings? _around = item is { IsWorkload: true, Key.Namespace: { } ns } ? view.Around(ns) : null;
    private IReadOnlyList<JsonObject>? _new;

    public bool Exist => _around is not null;

    /// <summary>Those of the newest template, without what is left over from before the release.</summary>
    public IReadOnlyList<JsonObject> New => _new ??= Find();

    /// <summary>Those of any template.</summary>
    public IEnumerable<JsonObject> All => _around is null ? [] : item.Key.Kind switch
    {
        "Deployment" => ReplicaSets.SelectMany(set => _around.PodsOf(set.Uid())),
        "Pod" => _around.Pod(item.Live.Uid()) is { } pod ? [pod] : [],
        _ => _around.PodsOf(item.Live.Uid()),
    };

    /// <summary>What makes the pods; null while that is not there.</summary>
    public JsonObject? Maker => item.Key.Kind == "Deployment" ? PodOwnership.NewestReplicaSet(item.Live, ReplicaSets) : item.Live;

    private IReadOnlyList<JsonObject> ReplicaSets => _around?.ReplicaSetsOf(item.Live.Uid()) ?? [];

    /// <summary>
    /// Pods of a StatefulSet that are of an older template and not ready, once its controller has taken note of the newest; none while another
    /// pod is on its way, for that one may be what they miss.
    /// </summary>
    public IEnumerable<JsonObject> InTheWay
    {
        get
        {
            if (_around is null || item.Key.Kind != "StatefulSet" || (item.Live.Number("status", "observedGeneration") ?? 0) < (item.Live.Number("metadata", "generation") ?? 0)
                || item.Live.Text("spec", "updateStrategy", "type") == "OnDelete" || item.Live.Text("spec", "podManagementPolicy") == "Parallel" || item.Live.Text("status", "updateRevision") is not { } newest)
            {
                return [];
            }

            var partition = item.Live.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
            var waiting = _around.PodsOf(item.Live.Uid()).Where(p => !p.Condition("Ready").Says("True")).ToList();
            return waiting.Exists(p => p.At("metadata", "deletionTimestamp") is not null || p.Label("controller-revision-hash") == newest)
                ? []
                : waiting.Where(p => partition == 0 || (long.TryParse(p.Label("apps.kubernetes.io/pod-index"), out var index) && index >= partition));
        }
    }

    /// <summary>Whether a container of the new pods has ended before: then it is not merely starting.</summary>
    public bool HaveEnded => New.Any(p => p.Items("status", "initContainerStatuses").Concat(p.Items("status", "containerStatuses")).Any(s => s.Number("restartCount") > 0));

    /// <summary>Whether a pod of a Job runs: it may do so for as long as it likes, and the Job itself says when that is too long or too often.</summary>
    public bool AreAtWork => item.Key.Kind == "Job"
        && New.Any(p => p.Text("status", "phase") == "Running" && p.At("metadata", "deletionTimestamp") is null && p.Items("status", "containerStatuses").Any(s => s.At("state", "running") is not null));

    /// <summary>Whether an image is under way to one of the new pods.</summary>
    public bool ArePulling => New.Any(p => p.At("metadata", "deletionTimestamp") is null && Pull(p) == "Pulling"
        && p.Items("status", "initContainerStatuses").Concat(p.Items("status", "containerStatuses")).Any(s => s.Text("state", "waiting", "reason") is "ContainerCreating" or "PodInitializing"));

    /// <summary>How far the new pods are, without what only goes round in circles. Of a container that ends again and again, each start is a step: how many there may be is said elsewhere.</summary>
    public IEnumerable<string> Steps => New.Select(p => string.Join(' ', new[] { p.Uid(), p.Text("status", "phase"), p.Text("spec", "nodeName"), Pull(p) }
        .Concat(p.Items("status", "initContainerStatuses").Concat(p.Items("status", "containerStatuses")).Select(s => $"{s.Text("imageID")?.Length > 0} {s.Flag("started")} {s.Flag("ready")} {s.Number("restartCount")}"))));

    /// <summary>What was told about an object, the oldest first.</summary>
    public IReadOnlyList<JsonObject> EventsAbout(string uid) => _around?.EventsAbout(uid) ?? [];

    /// <summary>The newest word about its images.</summary>
    private string? Pull(JsonObject pod) => EventsAbout(pod.Uid()).LastOrDefault(e => s_pull.Contains(e.Text("reason"))).Text("reason");

    private List<JsonObject> Find()
    {
        var replicaSets = ReplicaSets;
        return [.. All.Where(pod => PodOwnership.IsOfNewRevision(item.Live, pod, replicaSets) && !PodOwnership.IsLeftOver(item.Live, pod, item.Since))];
    }
}
