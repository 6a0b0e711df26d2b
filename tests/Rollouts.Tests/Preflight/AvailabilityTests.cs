using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

/// <summary>What is told before a rollout and does not stop it.</summary>
[Trait("Suite", "Service")]
public sealed class AvailabilityTests(TestCluster cluster)
{
    [Fact]
    public async Task Single_pods_and_missing_probes_behind_a_service_are_told_in_a_line_each()
    {
        var name = cluster.NewName();

        (await WarningsAsync(
            name,
            Workloads.Namespace(name),
            Workloads.Service(name, "web"),
            Workloads.Service(name, "api"),
            Workloads.Deployment(name, "web"),
            Workloads.Deployment(name, "api", "ready", "sleep 100000"),
            Workloads.Deployment(name, "worker", "ready", "sleep 100000"))).ShouldBe(
            [
                "one pod behind a Service, so that the loss of a node is an outage: Deployment rt/api, Deployment rt/web",
                "no readinessProbe behind a Service, so that pods get requests before they can answer: Deployment rt/api",
            ]);
    }

    [Fact]
    public async Task Several_pods_by_number_or_by_an_autoscaler_are_well()
    {
        var name = cluster.NewName();

        (await WarningsAsync(
            name,
            Workloads.Namespace(name),
            Workloads.Service(name, "web"),
            Workloads.Service(name, "api"),
            Workloads.Deployment(name, "web").With("spec.replicas", 2),
            Workloads.Deployment(name, "api"),
            Workloads.Autoscaler(name, "api", 2))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Budgets_that_let_no_pod_be_moved_are_told()
    {
        var name = cluster.NewName();

        (await WarningsAsync(
            name,
            Workloads.Namespace(name),
            Workloads.Deployment(name, "web").With("spec.replicas", 2),
            Workloads.Deployment(name, "api").With("spec.replicas", 3),
            Workloads.Deployment(name, "log").With("spec.replicas", 2),
            Budget(name, "web", "minAvailable", 2),
            Budget(name, "api", "maxUnavailable", "0%"),
            Budget(name, "log", "maxUnavailable", 1),
            Budget(name, "log-again", "minAvailable", "50%", "log"))).ShouldBe(
            [
                "Deployment rt/web: PodDisruptionBudget web lets none of its 2 pods be moved, so no node with one can be drained; allow one (maxUnavailable: 1), or run more pods",
                "Deployment rt/api: PodDisruptionBudget api lets none of its 3 pods be moved, so no node with one can be drained; allow one (maxUnavailable: 1), or run more pods",
                "Deployment rt/log: 2 PodDisruptionBudgets select its pods (log, log-again), and the API server evicts no pod that has more than one; leave one of them",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Budget_of_somebody_else_counts_too_and_warnings_are_told_by_the_rollout_and_its_result()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));
        await cluster.CreateAsync(Budget(name, "web", "minAvailable", 1));
        var heard = new Heard();
        var told = $"Deployment {name}/web: PodDisruptionBudget web lets none of its 1 pod be moved, so no node with one can be drained; allow one (maxUnavailable: 1), or run more pods";

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web", "2")), heard);

        heard.Lines.ShouldContain($"warning: {told}");
        result.Warnings.ShouldBe([told]);
    }

    private async Task<IEnumerable<string>> WarningsAsync(string name, params JsonObject[] objects)
    {
        var plan = await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, objects), TestContext.Current.CancellationToken);
        plan.Problems.ShouldBeEmpty();
        return plan.Warnings.Select(w => w.Replace(name, "rt", StringComparison.Ordinal));
    }

    private static JsonObject Budget(string ns, string name, string field, JsonNode value, string? app = null) => Workloads.Node(new
    {
        apiVersion = "policy/v1",
        kind = "PodDisruptionBudget",
        metadata = new { name, @namespace = ns },
        spec = new JsonObject { [field] = value, ["selector"] = Workloads.Node(new { matchLabels = new { app = app ?? name } }) },
    });
}
