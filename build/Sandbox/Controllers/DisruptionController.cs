using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Counts how many pods a PodDisruptionBudget lets go right now.</summary>
internal sealed class DisruptionController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Manager = "kube-controller-manager";

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
