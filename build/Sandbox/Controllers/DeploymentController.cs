using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Moves a Deployment from its old ReplicaSets to the one of its present template.</summary>
internal sealed partial class DeploymentController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "deployment-controller";
    private const string Manager = FieldManagers.Controllers;
    private const string HashLabel = "pod-template-hash";
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    private const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    private const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Deployment, ClusterKinds.ReplicaSet, ClusterKinds.Pod];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        ObjectKind kind = ClusterKinds.Of(change.Object);
        if (kind == ClusterKinds.Deployment)
        {
            return [change.Object.Key()];
        }

        if (kind == ClusterKinds.ReplicaSet)
        {
            return Ownership.Owners(objects, change, ClusterKinds.Deployment);
        }

        // a pod that is gone lets a Recreate go on, though its ReplicaSet may look the same
        return change.Type == ChangeType.Deleted && Ownership.ControllerOf(change.Object)?.Text("kind") == "ReplicaSet"
            ? objects.List(ClusterKinds.Deployment, change.Object.Namespace())
                .Where(deployment => LabelSelector.Matches(deployment.At("spec", "selector"), change.Object.Labels()))
                .Select(deployment => deployment.Key())
            : [];
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } deployment)
        {
            return null;
        }

        IReadOnlyList<JsonObject> sets = Ownership.Claim(objects, deployment, ClusterKinds.ReplicaSet, Manager);
        if (deployment.IsDeleting())
        {
            return WriteStatus(deployment, sets);
        }

        if (deployment.Flag("spec", "paused"))
        {
            if (FindNew(deployment, sets) is { } present)
            {
                CopyRevision(deployment, present);
            }

            ScaleAll(deployment, sets);
        }
        else if (NeedsScaling(deployment, sets))
        {
            ScaleAll(deployment, sets);
        }
        else if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            Recreate(deployment, sets);
        }
        else
        {
            Roll(deployment, sets);
        }

        deployment = objects.Get(key) ?? deployment;
        sets = Ownership.Claim(objects, deployment, ClusterKinds.ReplicaSet, Manager);
        DateTimeOffset? due = WriteStatus(deployment, sets);
        DropHistory(deployment, sets);
        return due;
    }

    private void Recreate(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        JsonObject? present = FindNew(deployment, sets);
        List<JsonObject> old = [.. sets.Where(set => set != present)];
        foreach (JsonObject set in old.Where(set => Replicas(set) > 0))
        {
            Scale(deployment, set, 0);
        }

        bool oldPodsLeft = objects.List(ClusterKinds.Pod, deployment.Namespace())
            .Any(pod => !pod.IsFinished() && old.Any(set => Ownership.IsControlledBy(pod, set)));
        if (!oldPodsLeft)
        {
            present = EnsureNew(deployment, sets, Wanted(deployment));
            Scale(deployment, present, Wanted(deployment));
        }
        else if (present is not null)
        {
            CopyRevision(deployment, EnsureNew(deployment, sets, Replicas(present)));
        }
    }

    private void Roll(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        (int surge, int unavailable) = Limits(deployment);
        int wanted = Wanted(deployment);
        JsonObject? known = FindNew(deployment, sets);
        List<JsonObject> old = [.. sets.Where(set => set != known)];
        int room = wanted + surge - sets.Sum(Replicas);
        int first = Math.Clamp(room, 0, wanted - Math.Min(wanted, known is null ? 0 : Replicas(known)));
        JsonObject present = EnsureNew(deployment, sets, first);
        if (known is not null)
        {
            int goal = Replicas(known) > wanted ? wanted : Replicas(known) + first;
            if (goal != Replicas(known))
            {
                Scale(deployment, present, goal);
                return;
            }
        }
        else if (first > 0)
        {
            return;
        }

        ScaleDownOld(deployment, old, present, wanted - unavailable);
    }

    private void ScaleDownOld(JsonObject deployment, List<JsonObject> old, JsonObject present, int minAvailable)
    {
        int budget = old.Sum(Replicas) + Replicas(present) - minAvailable - (Replicas(present) - Available(present));
        List<(JsonObject Set, int Replicas)> rest = [];
        foreach (JsonObject set in old.Where(set => Replicas(set) > 0).OrderBy(Created))
        {
            // pods that do not work anyway go first, without regard to what is available
            int unhealthy = Math.Clamp(Math.Min(budget, Replicas(set) - Available(set)), 0, Replicas(set));
            budget -= unhealthy;
            if (unhealthy > 0)
            {
                Scale(deployment, set, Replicas(set) - unhealthy);
            }

            rest.Add((set, Replicas(set) - unhealthy));
        }

        int spare = Math.Min(budget, old.Sum(Available) + Available(present) - minAvailable);
        foreach ((JsonObject set, int replicas) in rest)
        {
            int step = Math.Clamp(spare, 0, replicas);
            spare -= step;
            if (step > 0)
            {
                Scale(deployment, objects.Get(set.Key()) ?? set, replicas - step);
            }
        }
    }

    private static bool NeedsScaling(JsonObject deployment, IReadOnlyList<JsonObject> sets) =>
        sets.Any(set => Replicas(set) > 0 && set.Annotation(DesiredReplicas) is { } desired
            && desired != Wanted(deployment).ToString(CultureInfo.InvariantCulture));

    // while a roll-out is paused or half-way, a change of replicas is shared among the ReplicaSets by their size
    private void ScaleAll(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        JsonObject? present = FindNew(deployment, sets);
        List<JsonObject> running = [.. sets.Where(set => Replicas(set) > 0)];
        int wanted = Wanted(deployment);
        if (running.Count <= 1)
        {
            JsonObject? only = running.FirstOrDefault() ?? present ?? sets.OrderByDescending(Created).FirstOrDefault();
            if (only is not null)
            {
                Scale(deployment, only, wanted);
            }

            return;
        }

        if (present is not null && Available(present) == wanted && Replicas(present) == wanted)
        {
            running.Where(set => set != present).ToList().ForEach(set => Scale(deployment, set, 0));
            return;
        }

        bool rolling = deployment.Text("spec", "strategy", "type") != "Recreate";
        int allowed = wanted > 0 ? wanted + (rolling ? Limits(deployment).Surge : 0) : 0;
        int total = running.Sum(Replicas);
        int left = allowed - total;
        foreach (JsonObject set in running.OrderByDescending(Replicas).ThenByDescending(Created))
        {
            decimal oldAllowed = int.TryParse(set.Annotation(MaxReplicas), out int max) && max > 0 ? max : total;
            int share = (int)Math.Round(Replicas(set) * allowed / oldAllowed, MidpointRounding.AwayFromZero) - Replicas(set);
            int step = left > 0 ? Math.Clamp(share, 0, left) : Math.Clamp(share, left, 0);
            left -= step;
            Scale(deployment, set, Math.Max(0, Replicas(set) + step));
        }

        if (left != 0 && objects.Get(running.OrderByDescending(Replicas).First().Key()) is { } largest)
        {
            Scale(deployment, largest, Math.Max(0, Replicas(largest) + left));
        }
    }

    private static int Wanted(JsonObject deployment) => (int)(deployment.Number("spec", "replicas") ?? 1);

    private static int Replicas(JsonObject set) => (int)(set.Number("spec", "replicas") ?? 1);

    private static int Available(JsonObject set) => (int)(set.Number("status", "availableReplicas") ?? 0);

    private static DateTimeOffset? Created(JsonObject set) => set.Time("metadata", "creationTimestamp");

    private static (int Surge, int Unavailable) Limits(JsonObject deployment)
    {
        JsonNode? rolling = deployment.At("spec", "strategy", "rollingUpdate");
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            return (0, Wanted(deployment));
        }

        int surge = Amount.OfTotal(rolling.At("maxSurge"), Wanted(deployment), 1, roundUp: true);
        int unavailable = Math.Min(Wanted(deployment), Amount.OfTotal(rolling.At("maxUnavailable"), Wanted(deployment), 0, roundUp: false));
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, unavailable);
    }
}
