using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Gives pods to the one node where they fit; where they do not, says why.</summary>
internal sealed class SchedulerController(IClusterObjects objects, TimeProvider time, string nodeName) : IController
{
    private const string Manager = FieldManagers.Scheduler;
    private const string Scheduler = "default-scheduler";

    private readonly EventRecorder _events = new(objects, time, Scheduler);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Pod, ClusterKinds.Node, ClusterKinds.PersistentVolumeClaim];

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

        if (PodPlacement.WhyNot(objects, pod, node) is { } placement)
        {
            string message = placement.Message;
            if (pod.Condition("PodScheduled").Text("message") != message)
            {
                SetScheduled(pod, "False", "Unschedulable", message);
                Tell(pod, "Warning", "FailedScheduling", message, "Scheduling");
            }

            return null;
        }

        objects.Bind(pod, nodeName);
        Tell(pod, "Normal", "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {nodeName}", "Binding");
        return null;
    }

    private void Tell(JsonObject pod, string type, string reason, string message, string action) =>
        _events.Record(pod, type, reason, message, action: action);

    private static bool IsWaiting(JsonObject pod) =>
        string.IsNullOrEmpty(pod.Text("spec", "nodeName")) && pod.IsActive()
        && (pod.Text("spec", "schedulerName") ?? Scheduler) == Scheduler && !pod.Items("spec", "schedulingGates").Any();

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
