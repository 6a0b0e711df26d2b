using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What runs pods, how many, and how it replaces them.</summary>
internal sealed class Workload
{
    private const string DefaultShare = "25%";
    private readonly JsonObject _desired;
    private readonly JsonObject? _live;
    private readonly bool _isAnew;

    private Workload(Change change) => (Key, Wave, _desired, _live, _isAnew) = (change.Key, change.Wave, change.Desired!, change.Live, change.Action == ChangeAction.Recreated);

    public ObjectKey Key { get; }

    public int Wave { get; }

    /// <summary>Whether its pods end, and give back what they had, before the next wave begins.</summary>
    public bool Ends => Key.Kind == "Job";

    /// <summary>Whether the nodes decide how many pods it has.</summary>
    public bool IsOnEveryNode => Key.Kind == "DaemonSet";

    /// <summary>Whether it keeps a number of pods that it names.</summary>
    public bool HasReplicas => !Ends && !IsOnEveryNode;

    /// <summary>Specification of the pods.</summary>
    public JsonNode? Pod => _desired.At("spec", "template", "spec");

    /// <summary>Specification of the pods that run now; null where there are none.</summary>
    public JsonNode? LivePod => _live.At("spec", "template", "spec");

    public JsonNode? Labels => _desired.At("spec", "template", "metadata", "labels");

    /// <summary>How many pods there will be at once.</summary>
    /// <param name="nodes">Those of the cluster; null where they may not be listed, so that the pods of a DaemonSet are taken to be as many as there are.</param>
    public long Pods(IReadOnlyList<JsonObject>? nodes) =>
        IsOnEveryNode ? (nodes is null ? LivePods : NodeFit.OfDaemon(Pod, nodes).Count)
        : Ends ? (_live is not null && !_isAnew ? LivePods : _desired.Flag("spec", "suspend") ? 0 : Math.Min(_desired.Number("spec", "parallelism") ?? 1, _desired.Number("spec", "completions") ?? long.MaxValue))
        : Replicas;

    /// <summary>How many pods it has now.</summary>
    public long LivePods => IsOnEveryNode ? _live.Number("status", "currentNumberScheduled") ?? 0 : Ends ? _live.Number("status", "active") ?? 0 : LiveReplicas;

    /// <summary>How many pods there will be, as far as the manifest or the cluster says.</summary>
    public long Replicas => _desired.Number("spec", "replicas") ?? (_live is null ? 1 : LiveReplicas);

    public long LiveReplicas => _live is null ? 0 : _live.Number("spec", "replicas") ?? 1;

    /// <summary>Whether pods that run are replaced.</summary>
    public bool Rolls => !Ends && _live is not null && LivePods > 0 && !FieldComparison.Agrees(_desired, "template", _desired.At("spec", "template"), _live.At("spec", "template"));

    /// <summary>
    /// How many pods may have to be more than there will be while they are replaced: none where old ones may go first, and so make room themselves. A StatefulSet takes
    /// one away first, and so does a DaemonSet where it is not told otherwise; a Deployment may where maxUnavailable, rounded down, is one at least.
    /// </summary>
    public long Surge => Key.Kind switch
    {
        "DaemonSet" => Share(_desired.Text("spec", "updateStrategy", "rollingUpdate", "maxSurge") ?? "0", LivePods, up: true),
        "Deployment" when _desired.Text("spec", "strategy", "type") != "Recreate" && Rolling("maxUnavailable", up: false) == 0 => Rolling("maxSurge", up: true),
        _ => 0,
    };

    /// <summary>The workload of a change; null for what runs no pods, or not now (a CronJob).</summary>
    public static Workload? Of(Change change) =>
        change is { Key: { Group: "apps", Kind: "Deployment" or "StatefulSet" or "ReplicaSet" or "DaemonSet" } or { Group: "batch", Kind: "Job" }, Desired: not null } ? new Workload(change) : null;

    /// <summary>A number, or a share of one in percent.</summary>
    public static long Share(string text, long whole, bool up)
    {
        if (!text.EndsWith('%'))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        var share = decimal.TryParse(text[..^1], NumberStyles.Number, CultureInfo.InvariantCulture, out var percent) ? percent * whole / 100 : 0;
        return (long)(up ? Math.Ceiling(share) : Math.Floor(share));
    }

    private long Rolling(string limit, bool up) => Share(_desired.Text("spec", "strategy", "rollingUpdate", limit) ?? DefaultShare, Replicas, up);
}
