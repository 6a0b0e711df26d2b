using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

/// <summary>Quotas and nodes without room for what is to come.</summary>
[Trait("Suite", "Service")]
public sealed class RoomTests(TestCluster cluster)
{
    [Fact]
    public async Task Quota_without_room_for_the_surge_of_a_roll_is_refused()
    {
        var name = cluster.NewNameForPods();
        var quota = Quota(name, new JsonObject { ["requests.cpu"] = "250m", ["pods"] = "5", ["configmaps"] = "20" });
        await cluster.RunAsync(name, Workloads.Namespace(name), quota, Asking(name, "1", "20m", 1));
        // the quota knows of the pods a moment later
        (await cluster.FindAsync("v1", "ResourceQuota", name, "small", q => q.Text("status", "used", "pods") == "1")).Text("status", "used", "pods").ShouldBe("1");

        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Asking(name, "2", "240m", 1)))).ShouldBe(
            ["ResourceQuota rt/small: requests.cpu: 0.46 more for Deployment rt/web is needed, and of 0.25 there is 0.23 left; raise the quota, or ask for less"]);
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Asking(name, "2", "20m", 6)))).ShouldBe(
            ["ResourceQuota rt/small: pods: 5 more for Deployment rt/web is needed, and of 5 there is 4 left; raise the quota, or ask for less"]);
        // of five pods one may go first, of three none
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Asking(name, "2", "20m", 5)))).ShouldBeEmpty();
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Asking(name, "2", "100m", 3)))).ShouldBe(
            ["ResourceQuota rt/small: requests.cpu: 0.38 more for Deployment rt/web is needed, and of 0.25 there is 0.23 left; raise the quota, or ask for less"]);
    }

    [Fact]
    public async Task Roll_in_a_quota_that_is_used_up_lets_old_pods_go_first_and_waits_for_them()
    {
        var name = cluster.NewNameForPods();
        var quota = Quota(name, new JsonObject { ["pods"] = "4" });
        JsonObject Web(string version) => Workloads.Annotated(
            Workloads.Deployment(name, "web", "ready stops=30s", $"touch /tmp/ready; echo {version}; sleep 100000")
                .With("spec.replicas", 4).With("spec.strategy.rollingUpdate.maxUnavailable", "50%").With("spec.template.metadata.annotations.version", version)
                .With("spec.template.spec.terminationGracePeriodSeconds", cluster.IsReal ? 8 : 40),
            // a ReplicaSet of Kubernetes tries again after twice the time
            "sitebuilder.dev/grace.quota-used", cluster.IsReal ? "20s" : "5s");
        await cluster.RunAsync(name, Workloads.Namespace(name), quota, Web("1"));
        (await cluster.FindAsync("v1", "ResourceQuota", name, "small", q => q.Text("status", "used", "pods") == "4")).Text("status", "used", "pods").ShouldBe("4");

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), quota, Web("2"));

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
    }

    [Fact]
    public async Task Quota_that_comes_with_the_release_counts_before_it_is_there()
    {
        var name = cluster.NewName();

        (await ProblemsAsync(cluster.Request(
            name,
            Workloads.Namespace(name),
            Quota(name, new JsonObject { ["limits.memory"] = "1Gi", ["count/deployments.apps"] = "1", ["secrets"] = "0", ["requests.storage"] = "512Ki" }),
            Asking(name, "1", "20m", 3, "512Mi"),
            Workloads.Secret(name, "login", "hunter2hunter2"),
            Workloads.Claim(name, "data")))).ShouldBe(
            [
                "ResourceQuota rt/small: limits.memory: 1536Mi more for Deployment rt/web is needed, and of 1024Mi there is 1024Mi left; raise the quota, or ask for less",
                "ResourceQuota rt/small: requests.storage: 1Mi more is needed, and of 1Mi there is 1Mi left; raise the quota, or ask for less",
                "ResourceQuota rt/small: secrets: 1 more is needed, and of 0 there is nothing left; raise the quota, or ask for less",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Pod_that_is_larger_than_every_node_is_refused_and_one_without_room_just_now_is_told()
    {
        var name = cluster.NewName();

        var plan = await PlanAsync(cluster.Request(name, Workloads.Namespace(name), Asking(name, "1", "1000", 1)));
        var growing = await PlanAsync(cluster.Request(name, Workloads.Namespace(name), Asking(name, "1", "1000", 1)) with { Patience = new RolloutPatience { Autoscaler = TimeSpan.FromMinutes(5) } });
        var many = await PlanAsync(cluster.Request(name, Workloads.Namespace(name), Asking(name, "1", "1m", 5000)));

        plan.Problems.Single().ShouldStartWith($"Deployment {name}/web: a pod asks for cpu 1000, and the largest node it may run on has ");
        growing.Problems.ShouldBeEmpty();
        growing.Warnings.Single(w => w.Contains("a pod asks for cpu 1000", StringComparison.Ordinal)).ShouldEndWith("; it waits for a larger one");
        many.Problems.ShouldBeEmpty();
        many.Warnings.Single(w => w.Contains(" new pods find no room ", StringComparison.Ordinal)).ShouldEndWith(" of 5000 new pods find no room on the nodes now (cpu 0.001 each), and wait until there is some");
    }

    [Fact]
    public async Task Pods_of_DaemonSets_and_Jobs_count_in_a_quota()
    {
        var name = cluster.NewName();
        var nodes = (await cluster.Client.ListAsync(CoreResources.Node, null, null, TestContext.Current.CancellationToken)).Items.Count;
        var quota = Quota(name, new JsonObject { ["requests.cpu"] = "100m" });

        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Agent(name, "200m")))).ShouldBe(
            [$"ResourceQuota rt/small: requests.cpu: {(0.2m * nodes).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} more for DaemonSet rt/agent is needed, and of 0.1 there is 0.1 left; raise the quota, or ask for less"]);

        // a Job that is larger than what is left for it beside the waves before it, and two that may run one after the other
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Migration(name, "large", "150m")))).ShouldBe(
            ["ResourceQuota rt/small: requests.cpu: 0.15 more for Job rt/large is needed, and of 0.1 there is 0.1 left; raise the quota, or ask for less"]);
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Migration(name, "one", "80m"), Migration(name, "two", "80m"), Asking(name, "1", "90m", 1)))).ShouldBeEmpty();
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), quota, Workloads.StatefulSet(name, "web", Asking(name, "1", "40m", 1)), Migration(name, "one", "80m")))).ShouldBe(
            ["ResourceQuota rt/small: requests.cpu: 0.12 more for StatefulSet rt/web, Job rt/one is needed, and of 0.1 there is 0.1 left; raise the quota, or ask for less"]);
    }

    [Fact]
    public async Task Quota_with_scopes_counts_its_pods_and_one_that_cannot_be_judged_is_told()
    {
        var name = cluster.NewName();
        JsonObject Scoped(string scope) => Quota(name, new JsonObject { ["pods"] = "1" }).With("spec.scopes", new JsonArray(scope));
        var web = Asking(name, "1", "10m", 3);

        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), Scoped("BestEffort"), web))).ShouldBeEmpty();
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), Scoped("NotBestEffort"), web))).ShouldBe(
            ["ResourceQuota rt/small: pods: 3 more for Deployment rt/web is needed, and of 1 there is 1 left; raise the quota, or ask for less"]);
        (await PlanAsync(cluster.Request(name, Workloads.Namespace(name), Scoped("CrossNamespacePodAffinity"), web))).Warnings.ShouldContain(
            $"ResourceQuota {name}/small: which pods it counts cannot be told from here (CrossNamespacePodAffinity), so whether they find room in it was not looked at");
    }

    [Fact]
    public async Task DaemonSet_whose_pod_is_larger_than_a_node_is_refused()
    {
        var name = cluster.NewName();

        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), Agent(name, "1000")))).Single()
            .ShouldMatch("^DaemonSet rt/agent: a pod asks for cpu 1000, and node .+, on which one has to run, has [0-9.]+; ask for less, or leave the node out \\(nodeSelector or nodeAffinity\\)$");
    }

    [Fact]
    public async Task DaemonSet_is_held_against_the_nodes_alone_that_its_affinity_means()
    {
        var name = cluster.NewName();
        JsonObject Affine(string field, string key, string does, params string[] values) => Agent(name, "1000").With(
            "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
            new JsonArray(new JsonObject { [field] = new JsonArray(Workloads.Node(new { key, @operator = does, values })) }));

        var plan = await PlanAsync(cluster.Request(name, Workloads.Namespace(name), Affine("matchExpressions", "accelerator", "In", "gpu")));

        plan.Problems.ShouldBeEmpty();
        (await ProblemsAsync(cluster.Request(name, Workloads.Namespace(name), Affine("matchFields", "metadata.name", "NotIn", "none")))).Single().ShouldStartWith("DaemonSet rt/agent: a pod asks for cpu 1000, and node ");
    }

    [Fact]
    public async Task Pods_that_no_node_takes_are_told()
    {
        var name = cluster.NewName();

        var plan = await PlanAsync(cluster.Request(name, Workloads.Namespace(name), Asking(name, "1", "1m", 1).With("spec.template.spec.nodeSelector", Workloads.Node(new { zone = "moon" }))));

        plan.Warnings.ShouldBe([$"Deployment {name}/web: no node takes its pods now (nodeSelector, nodeAffinity, taints, cordoned nodes)"]);
    }

    [Fact]
    public async Task Image_for_a_processor_that_no_node_has_is_refused()
    {
        var name = cluster.NewName();
        var nodes = (await cluster.Client.ListAsync(CoreResources.Node, null, null, TestContext.Current.CancellationToken)).Items;
        var present = nodes.Select(n => n.Text("status", "nodeInfo", "architecture")!).First();
        var request = cluster.Request(name, Workloads.Namespace(name), Asking(name, "1", "1m", 1));

        (await ProblemsAsync(request with { Architectures = new Dictionary<string, string> { [ShellImage.Name] = "s390x" } })).ShouldBe(
            [$"Deployment rt/web: the image of container main is built for s390x, and the nodes it may run on are {present}; add nodes of s390x, or a nodeSelector that leads to them"]);
        (await ProblemsAsync(request with { Architectures = new Dictionary<string, string> { [ShellImage.Name] = present } })).ShouldBeEmpty();
    }

    private static async Task<RolloutPlan> PlanAsync(RolloutRequest request) => await new Rollout(TimeProvider.System).PlanAsync(request, TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<string>> ProblemsAsync(RolloutRequest request) => (await PlanAsync(request)).Problems.Select(p => p.Replace(request.Release, "rt", StringComparison.Ordinal));

    private static JsonObject Quota(string ns, JsonObject hard) => Workloads.Node(new { apiVersion = "v1", kind = "ResourceQuota", metadata = new { name = "small", @namespace = ns }, spec = new { hard } });

    /// <summary>A pod on every node.</summary>
    private static JsonObject Agent(string ns, string cpu)
    {
        var agent = Asking(ns, "1", cpu, 1).With("kind", "DaemonSet").With("metadata.name", "agent");
        agent["spec"]!.AsObject().Remove("replicas");
        return agent;
    }

    private static JsonObject Migration(string ns, string name, string cpu) =>
        Workloads.Job(ns, name, "complete", "true").With("spec.template.spec.containers.0.resources", new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu } });

    /// <summary>Pods that ask for so much.</summary>
    private static JsonObject Asking(string ns, string version, string cpu, int replicas, string? memory = null)
    {
        var limits = memory is null ? [] : new JsonObject { ["memory"] = memory };
        return Workloads.Deployment(ns, "web", version).With("spec.replicas", replicas).With("spec.template.spec.containers.0.resources", new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu }, ["limits"] = limits });
    }
}
