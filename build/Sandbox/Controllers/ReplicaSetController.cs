using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Keeps as many pods of one template as the spec asks for.</summary>
internal sealed class ReplicaSetController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "replicaset-controller";
    private const string Manager = FieldManagers.Controllers;
    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.ReplicaSet, ClusterKinds.Pod];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.ReplicaSet ? [change.Object.Key()] : Ownership.Owners(objects, change, ClusterKinds.ReplicaSet);

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } set)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<JsonObject> pods = Ownership.Claim(objects, set, ClusterKinds.Pod, Manager);
        List<JsonObject> active = [.. pods.Where(PodFacts.IsActive)];
        StatusException? refused = null;
        if (!set.IsDeleting())
        {
            refused = Scale(set, active);
        }

        // the status tells of the pods there were before the scaling: the new ones trigger the next look
        WriteStatus(set, pods, active, refused, now);
        if (refused is not null)
        {
            throw refused;
        }

        return active.NextAvailable(set.Number("spec", "minReadySeconds") ?? 0, now);
    }

    private StatusException? Scale(JsonObject set, List<JsonObject> active)
    {
        long wanted = set.Number("spec", "replicas") ?? 1;
        for (long missing = wanted - active.Count; missing > 0; missing--)
        {
            JsonObject pod = PodFacts.FromTemplate(set, set.Object("spec", "template") ?? []);
            pod.Ensure("metadata")["generateName"] = $"{set.Name()}-";
            try
            {
                JsonObject created = objects.Create(pod, Manager);
                _events.Normal(set, "SuccessfulCreate", $"Created pod: {created.Name()}");
            }
            catch (StatusException error)
            {
                _events.Warning(set, "FailedCreate", $"Error creating: {error.Message}");
                return error;
            }
        }

        foreach (JsonObject pod in active.OrderBy(Worth).ThenByDescending(pod => pod.Time("metadata", "creationTimestamp")).Take((int)Math.Max(0, active.Count - wanted)))
        {
            objects.Delete(pod.Key(), uid: pod.Uid());
            _events.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
        }

        return null;
    }

    // the least useful pods go first: unscheduled, then pending, then not ready
    private static int Worth(JsonObject pod) =>
        (pod.Text("spec", "nodeName") is null ? 0 : 1) + (pod.Phase() == "Running" ? 2 : 0) + (pod.IsReady() ? 4 : 0);

    private void WriteStatus(JsonObject set, IReadOnlyList<JsonObject> pods, List<JsonObject> active, StatusException? refused, DateTimeOffset now)
    {
        IReadOnlyDictionary<string, string> labels = set.Map("spec", "template", "metadata", "labels");
        long minReady = set.Number("spec", "minReadySeconds") ?? 0;
        JsonObject status = new()
        {
            ["replicas"] = active.Count,
            ["terminatingReplicas"] = pods.Count(pod => pod.IsDeleting() && !pod.IsFinished()),
            ["observedGeneration"] = set.Generation(),
        };
        status.SetCount("fullyLabeledReplicas", active.Count(pod => labels.All(label => pod.Labels().GetValueOrDefault(label.Key) == label.Value)));
        status.SetCount("readyReplicas", active.Count(PodFacts.IsReady));
        status.SetCount("availableReplicas", active.Count(pod => pod.IsAvailable(minReady, now)));
        if (refused is not null)
        {
            status["conditions"] = new JsonArray(StatusWriter.Condition(set, "ReplicaFailure", "True", "FailedCreate", refused.Message, now));
        }

        StatusWriter.Write(objects, set, status, Manager);
    }
}
