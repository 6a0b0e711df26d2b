using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What keeps a number of pods running, and how it replaces them.</summary>
internal sealed class Workload
{
    private const string DefaultSurge = "25%";
    private readonly JsonObject _desired;
    private readonly JsonObject? _live;

    private Workload(Change change) => (Key, _desired, _live) = (change.Key, change.Desired!, change.Live);

    public ObjectKey Key { get; }

    /// <summary>Specification of the pods.</summary>
    public JsonNode? Pod => _desired.At("spec", "template", "spec");

    /// <summary>Specification of the pods that run now; null where there are none.</summary>
    public JsonNode? LivePod => _live.At("spec", "template", "spec");

    public JsonNode? Labels => _desired.At("spec", "template", "metadata", "labels");

    /// <summary>How many pods there will be, as far as the manifest or the cluster says.</summary>
    public long Replicas => _desired.Number("spec", "replicas") ?? (_live is null ? 1 : LiveReplicas);

    public long LiveReplicas => _live is null ? 0 : _live.Number("spec", "replicas") ?? 1;

    /// <summary>Whether pods that run are replaced.</summary>
    public bool Rolls => _live is not null && LiveReplicas > 0 && !FieldComparison.Agrees(_desired, "template", _desired.At("spec", "template"), _live.At("spec", "template"));

    /// <summary>How many pods may be more than there will be while they are replaced; a StatefulSet takes one away first.</summary>
    public long Surge
    {
        get
        {
            if (Key.Kind != "Deployment" || _desired.Text("spec", "strategy", "type") == "Recreate")
            {
                return 0;
            }

            var text = _desired.Text("spec", "strategy", "rollingUpdate", "maxSurge") ?? DefaultSurge;
            return Share(text, Replicas, up: true);
        }
    }

    /// <summary>The workload of a change; null for what has no lasting pods, and for DaemonSets, whose number of pods the nodes decide.</summary>
    public static Workload? Of(Change change) =>
        change is { Key: { Group: "apps", Kind: "Deployment" or "StatefulSet" or "ReplicaSet" }, Desired: not null } ? new Workload(change) : null;

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
}
