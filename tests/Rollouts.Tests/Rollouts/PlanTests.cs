using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

[Trait("Suite", "Service")]
public sealed class PlanTests(TestCluster cluster)
{
    [Fact]
    public async Task Plan_tells_per_wave_what_is_made_changed_left_and_pruned_and_writes_nothing()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(
            name, Workloads.Namespace(name), Workloads.ConfigMap(name, "same"), Workloads.ConfigMap(name, "settings"), Workloads.Annotated(Workloads.ConfigMap(name, "old"), "sitebuilder.dev/prune", "keep"),
            Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Service(name, "old"), Workloads.Deployment(name, "web"), Workloads.Job(name, "migrate", "complete", "exit 0"));
        await cluster.CreateAsync(Workloads.ConfigMap(name, "found"));
        var before = await cluster.SnapshotAsync(name);

        var text = await PlanAsync(
            name, Workloads.Namespace(name), Workloads.ConfigMap(name, "same"), Workloads.ConfigMap(name, "settings", "two"), Workloads.ConfigMap(name, "found"), Workloads.ConfigMap(name, "new"),
            Workloads.Secret(name, "login", "correct horse"), Workloads.Service(name, "web"), Workloads.Deployment(name, "web", "2"), Workloads.Job(name, "migrate", "complete", "sleep 0; exit 0"));

        text.ShouldBe("""
            wave 0: 1 unchanged
            wave 20: 1 unchanged
              ~ ConfigMap rt/settings
                  ~ data.key: "one" -> "two"
              ~ ConfigMap rt/found (exists, but was not made by us: taken over)
                  + metadata.labels: {"app.kubernetes.io/managed-by":"sitebuilder","sitebuilder.dev/release":"rt"}
              + ConfigMap rt/new
              ~ Secret rt/login
                  ~ data.password: *** -> ***
            wave 30
              + Service rt/web
            wave 40
              ! Job rt/migrate (a Job cannot change; it is deleted and run anew)
            wave 50
              ~ Deployment rt/web
                  ~ spec.template.spec.containers[main].command: ["sh","-c","touch /tmp/ready; echo 1; sleep 100000"] -> ["sh","-c","touch /tmp/ready; echo 2; sleep 100000"]
            prune
              - Service rt/old
              = ConfigMap rt/old (annotation sitebuilder.dev/prune: keep)
            warning: one pod behind a Service, so that the loss of a node is an outage: Deployment rt/web
            2 to create, 4 to update, 2 unchanged, 1 to recreate, 1 to delete, 1 skipped

            """);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task Plan_of_what_is_there_has_no_changes()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"));

        (await PlanAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"))).ShouldBe("wave 0: 1 unchanged\nwave 50: 1 unchanged\n2 unchanged\n");
    }

    [Fact]
    public async Task Plan_of_a_new_release_needs_neither_its_namespaces_nor_its_kinds()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";

        var text = await PlanAsync(name, Workloads.Theme(group, name, "dark", "black"), Workloads.Deployment(name, "web"), Workloads.Definition(group), Workloads.Namespace(name));

        text.ShouldBe("""
            wave 0
              + CustomResourceDefinition themes.rt.example.com
              + Namespace rt
            wave 25
              + Theme rt/dark
            wave 50
              + Deployment rt/web
            4 to create

            """);
    }

    [Fact]
    public async Task Plan_shows_problems_too()
    {
        var name = cluster.NewName();

        var text = await PlanAsync(name, Workloads.Namespace(name), Workloads.Theme("absent.example.com", name, "dark", "black"));

        text.ShouldBe("""
            wave 0
              + Namespace rt
            problem: Theme rt/dark: the cluster does not serve Theme of absent.example.com/v1; install what defines it, or add its CustomResourceDefinition to the release
            1 to create

            """);
    }

    private async Task<string> PlanAsync(string name, params System.Text.Json.Nodes.JsonObject[] objects)
    {
        var plan = await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, objects), TestContext.Current.CancellationToken);
        return cluster.Plain(plan.ToText(), name);
    }
}
