using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Counts how many pods a PodDisruptionBudget lets go right now.</summary>
internal sealed class DisruptionController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "controllermanager";
    private const string Manager = FieldManagers.Controllers;

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } =
        [ClusterKinds.PodDisruptionBudget, ClusterKinds.Pod, ClusterKinds.Deployment, ClusterKinds.ReplicaSet, ClusterKinds.StatefulSet];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.PodDisruptionBudget
            ? [change.Object.Key()]
            : objects.List(ClusterKinds.PodDisruptionBudget, change.Object.Namespace()).Select(budget => budget.Key());

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } budget)
        {
            return null;
        }

        List<JsonObject> pods = [.. objects.List(ClusterKinds.Pod, key.Namespace)
            .Where(pod => pod.IsActive() && LabelSelector.Matches(budget.At("spec", "selector"), pod.Labels()))];
        JsonNode? unavailable = budget.At("spec", "maxUnavailable");
        JsonNode? available = budget.At("spec", "minAvailable");
        Tell(budget, pods, needsOwners: unavailable is not null || available.Text()?.EndsWith('%') == true);
        int expected;
        int desired;
        if (unavailable is not null)
        {
            expected = Scale(pods);
            desired = Math.Max(0, expected - Amount.OfTotal(unavailable, expected, 0, roundUp: true));
        }
        else
        {
            bool share = available.Text()?.EndsWith('%') == true;
            expected = share ? Scale(pods) : pods.Count;
            desired = Amount.OfTotal(available, expected, 1, roundUp: true);
        }

        int healthy = pods.Count(PodFacts.IsReady);
        int allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;
        JsonObject condition = StatusWriter.Condition(
            budget, "DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "", time.GetUtcNow());
        condition["observedGeneration"] = budget.Generation();
        StatusWriter.Write(objects, budget, new JsonObject
        {
            ["observedGeneration"] = budget.Generation(),
            ["disruptionsAllowed"] = allowed,
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["expectedPods"] = expected,
            ["conditions"] = new JsonArray(condition),
        }, Manager);
        return null;
    }

    private void Tell(JsonObject budget, List<JsonObject> pods, bool needsOwners)
    {
        if (pods.Count == 0)
        {
            _events.Normal(budget, "NoPods", "No matching pods found");
        }
        else if (needsOwners && pods.Where(pod => Ownership.ControllerOf(pod) is null).ToList() is { Count: > 0 } unmanaged)
        {
            string labels = string.Join(",", budget.Map("spec", "selector", "matchLabels").OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}: {label.Value}"));
            string expressions = string.Concat(budget.Items("spec", "selector", "matchExpressions").Select(expression =>
                $"LabelSelectorRequirement{{Key:{expression.Text("key")},Operator:{expression.Text("operator")},Values:[{string.Join(' ', expression.Texts("values"))}],}},"));
            _events.Warning(budget, "UnmanagedPods", "Pods selected by this PodDisruptionBudget (selector: "
                + $"&LabelSelector{{MatchLabels:map[string]string{{{labels}{(labels.Length > 0 ? "," : "")}}},MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}) were found to be "
                + $"unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set "
                + $"\".spec.minAvailable\" field of the PDB to an integer value.");
        }
    }

    // what the owners of the pods want to have; pods without an owner do not count
    private int Scale(List<JsonObject> pods)
    {
        Dictionary<string, int> owners = [];
        foreach (JsonObject pod in pods)
        {
            if (Ownership.ControllerOf(pod) is { } reference
                && objects.Get(new ObjectKey(new ObjectKind("apps", reference.Text("kind") ?? ""), pod.Namespace(), reference.Text("name") ?? "")) is { } owner)
            {
                if (Ownership.ControllerOf(owner) is { } above
                    && objects.Get(new ObjectKey(ClusterKinds.Deployment, pod.Namespace(), above.Text("name") ?? "")) is { } deployment)
                {
                    owner = deployment;
                }

                owners[owner.Uid()] = (int)(owner.Number("spec", "replicas") ?? 1);
            }
        }

        return owners.Values.Sum();
    }
}
