using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Gives pods to the one node where they fit; where they do not, says why.</summary>
internal sealed class SchedulerController(IClusterObjects objects, TimeProvider time, string nodeName) : IController
{
    private const string Manager = "kube-scheduler";
    private const string Scheduler = "default-scheduler";

    private readonly EventRecorder _events = new(objects, time, Scheduler);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Pod, ClusterKinds.Node];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        if (ClusterKinds.Of(change.Object) == ClusterKinds.Pod && change.Type != ChangeType.Deleted && !change.Object.IsFinished())
        {
            return IsWaiting(change.Object) ? [change.Object.Key()] : [];
        }

        // room has become free, or the node has changed: those that wait may fit now
        return objects.List(ClusterKinds.Pod).Where(IsWaiting).Select(pod => pod.Key());
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } pod || !IsWaiting(pod) || objects.Get(new ObjectKey(ClusterKinds.Node, "", nodeName)) is not { } node)
        {
            return null;
        }

        if (WhyNot(pod, node) is { } reason)
        {
            string message = $"0/1 nodes are available: {reason}. no new claims to deallocate, "
                + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
            if (pod.Condition("PodScheduled").Text("message") != message)
            {
                SetScheduled(pod, "False", "Unschedulable", message);
                Tell(pod, "Warning", "FailedScheduling", message, "Scheduling");
            }

            return null;
        }

        JsonObject bound = pod.Copy();
        bound.Ensure("spec")["nodeName"] = nodeName;
        bound = objects.Update(bound, Manager);
        SetScheduled(bound, "True", null, null);
        Tell(pod, "Normal", "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {nodeName}", "Binding");
        return null;
    }

    private void Tell(JsonObject pod, string type, string reason, string message, string action) =>
        _events.Record(pod, type, reason, message, action: action);

    private static bool IsWaiting(JsonObject pod) =>
        string.IsNullOrEmpty(pod.Text("spec", "nodeName")) && pod.IsActive()
        && (pod.Text("spec", "schedulerName") ?? Scheduler) == Scheduler && !pod.Items("spec", "schedulingGates").Any();

    private string? WhyNot(JsonObject pod, JsonObject node)
    {
        Dictionary<string, string> labels = new(node.Labels()) { ["metadata.name"] = node.Name() };
        JsonObject? required = pod.Object("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
        bool selected = pod.Map("spec", "nodeSelector").All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value)
            && (required is null || required.Items("nodeSelectorTerms").Any(term =>
                term.Items("matchExpressions").Concat(term.Items("matchFields")).All(expression => LabelSelector.Holds(expression, labels))));
        if (!selected)
        {
            return "1 node(s) didn't match Pod's node affinity/selector";
        }

        if (node.Flag("spec", "unschedulable"))
        {
            return "1 node(s) were unschedulable";
        }

        string? claim = pod.Items("spec", "volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>()
            .FirstOrDefault(name => objects.Get(new ObjectKey(ClusterKinds.PersistentVolumeClaim, pod.Namespace(), name)) is null);
        if (claim is not null)
        {
            return $"persistentvolumeclaim \"{claim}\" not found";
        }

        List<JsonObject> running = [.. objects.List(ClusterKinds.Pod).Where(other => other.Text("spec", "nodeName") == nodeName && !other.IsFinished())];
        if (running.Count >= node.Number("status", "allocatable", "pods"))
        {
            return "1 Too many pods";
        }

        string[] lacking = [.. new[] { "cpu", "memory" }.Where(resource =>
            running.Sum(other => PodResources.Request(other, resource)) + PodResources.Request(pod, resource)
                > Amount.Quantity(node.Text("status", "allocatable", resource)))];
        return lacking.Length == 0 ? null : string.Join(", ", lacking.Select(resource => $"1 Insufficient {resource}"));
    }

    private void SetScheduled(JsonObject pod, string status, string? reason, string? message)
    {
        JsonObject condition = StatusWriter.Condition(pod, "PodScheduled", status, reason, message, time.GetUtcNow());
        condition["observedGeneration"] = pod.Generation();
        condition["lastProbeTime"] = null;
        JsonObject state = pod.Object("status")?.Copy() ?? [];
        state["conditions"] = state.Items("conditions").Where(other => other.Text("type") != "PodScheduled").Select(other => other.Copy()).Append(condition).ToJsonArray();
        StatusWriter.Write(objects, pod, state, Manager);
    }
}
