using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Prune;

[Trait("Suite", "Service")]
public sealed class PruneTests(TestCluster cluster)
{
    [Fact]
    public async Task What_the_release_no_longer_contains_is_deleted_in_the_reverse_order_of_the_waves()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "kept"), Workloads.ConfigMap(name, "settings"), Workloads.Service(name, "web"), Workloads.Deployment(name, "web"));
        var heard = new Heard();

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "kept")), heard);

        heard.Lines.ShouldBe([$"Deployment {name}/web: deleted", $"Service {name}/web: deleted", $"ConfigMap {name}/settings: deleted"]);
        Gone(result).ShouldBe([$"Deployment {name}/web Deleted Gone", $"Service {name}/web Deleted Gone", $"ConfigMap {name}/settings Deleted Gone"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "kept")).ShouldNotBeNull();
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldBeNull();
        (await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "kept"))).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task Namespaces_claims_and_definitions_stay_and_are_reported()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "kept"), Workloads.Claim(name, "data"), Workloads.Definition(group));

        var result = await cluster.RunAsync(name, Workloads.ConfigMap(name, "kept"));

        result.Entries.Where(e => e.Action == ChangeAction.Skipped).Select(e => $"{e.Object}: {e.Reason}").ShouldBe(
            [
                $"Namespace {name}: a Namespace is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow",
                $"PersistentVolumeClaim {name}/data: a PersistentVolumeClaim is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow",
                $"CustomResourceDefinition themes.{group}: a CustomResourceDefinition is pruned only with consent, since data goes with it; delete it by hand, or agree with annotation sitebuilder.dev/prune: allow",
            ],
            ignoreOrder: true);
        (await cluster.FindAsync("v1", "PersistentVolumeClaim", name, "data")).ShouldNotBeNull();

        // they stay ours: the next run still knows of them
        (await cluster.RunAsync(name, Workloads.ConfigMap(name, "kept"))).Entries.Count(e => e.Action == ChangeAction.Skipped).ShouldBe(3);
        await cluster.DeleteAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}");
    }

    [Fact]
    public async Task Object_that_asks_to_be_kept_is_kept()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Annotated(Workloads.ConfigMap(name, "settings"), "sitebuilder.dev/prune", "keep"));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name));

        result.Changed.ShouldBeFalse();
        result.Entries[^1].ShouldBe(new RolloutEntry($"ConfigMap {name}/settings", ChangeAction.Skipped, "Pending", "annotation sitebuilder.dev/prune: keep", result.Entries[^1].Elapsed));
    }

    [Fact]
    public async Task Empty_release_is_refused()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));

        var (_, text) = await cluster.FailAsync(cluster.Request(name));

        text.ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - no object is desired; that would delete the whole release, so it is refused
              remedy: correct all of them and run again
            """);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Object_that_was_made_anew_by_somebody_else_is_kept()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.DeleteAsync("v1", "ConfigMap", name, "settings");
        await cluster.CreateAsync(Workloads.ConfigMap(name, "settings", "theirs").With("metadata.labels", Workloads.Node(new Dictionary<string, string> { ["sitebuilder.dev/release"] = name })));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name));

        result.Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => $"{e.Object} {e.Action}: {e.Reason}")
            .ShouldBe([$"ConfigMap {name}/settings Skipped: it was deleted and made anew by somebody else (its UID is another)"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!["key"]!.GetValue<string>().ShouldBe("theirs");
    }

    [Fact]
    public async Task Object_that_is_made_anew_at_the_last_moment_is_not_deleted()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call =>
        {
            if (call.Method == "DELETE")
            {
                cluster.DeleteAsync("v1", "ConfigMap", name, "settings").GetAwaiter().GetResult();
                cluster.CreateAsync(Workloads.ConfigMap(name, "settings", "theirs")).GetAwaiter().GetResult();
            }

            return Fault.None;
        });

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name)) with { KubeconfigPath = server.Kubeconfig });

        result.Entries[^1].Status.ShouldBe("Failed");
        result.Entries[^1].Reason.ShouldContain("UID in the precondition");
        result.Counts().ShouldBe("1 unchanged, 1 not deleted");
        result.Warnings.ShouldBe([$"not deleted: ConfigMap {name}/settings: {result.Entries[^1].Reason}"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings"))!["data"]!["key"]!.GetValue<string>().ShouldBe("theirs");
    }

    [Fact]
    public async Task Object_that_another_release_has_taken_over_is_kept()
    {
        var (name, other) = (cluster.NewName(), cluster.NewName());
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "shared"));
        await cluster.EditAsync("v1", "ConfigMap", name, "shared", Workloads.Node(new { metadata = new { labels = new Dictionary<string, string> { ["sitebuilder.dev/release"] = other } } }));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name));

        result.Entries[^1].Reason.ShouldBe($"it belongs to release {other} now");
        (await cluster.FindAsync("v1", "ConfigMap", name, "shared")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_prune_everything_stays_and_is_pruned_by_the_next_run_that_may()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));

        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name)) with { Prune = false });
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldNotBeNull();

        await cluster.RunAsync(name, Workloads.Namespace(name));
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldBeNull();
    }

    [Fact]
    public async Task Object_that_waits_for_a_finalizer_is_named_stays_in_the_inventory_and_is_waited_for_shortly_by_the_next_run()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "held").With("metadata.finalizers", new System.Text.Json.Nodes.JsonArray("example.com/hold")));
        var heard = new Heard();
        var request = cluster.Request(name, Workloads.Namespace(name));

        var result = await cluster.RunAsync(request with { StallDeadline = TimeSpan.FromSeconds(2) }, heard);

        result.Entries[^1].Status.ShouldBe("Failed");
        result.Counts().ShouldBe("1 unchanged, 1 not deleted");
        result.Warnings.ShouldBe([$"not deleted: ConfigMap {name}/held: still there: waits for its finalizers [\"example.com/hold\"]"]);
        heard.Lines.ShouldBe([$"warning: {result.Warnings[0]}"]);
        result.Revision.ShouldBe(2);

        // far less than the three minutes that it is waited for elsewhere
        var again = await cluster.RunAsync(request with { Deadline = TimeSpan.FromMinutes(1) });
        (again.Changed, again.Revision, again.Counts()).ShouldBe((false, 2, "1 unchanged, 1 not deleted"));
        again.Warnings.ShouldBe(result.Warnings);

        await cluster.EditAsync("v1", "ConfigMap", name, "held", Workloads.Node(new { metadata = new { finalizers = (string[]?)null } }));
        (await cluster.FindAsync("v1", "ConfigMap", name, "held", found => found is null)).ShouldBeNull();
        (await cluster.RunAsync(request)).Counts().ShouldBe("1 unchanged");
    }

    private static IEnumerable<string> Gone(RolloutResult result) => result.Entries.Where(e => e.Action == ChangeAction.Deleted).Select(e => $"{e.Object} {e.Action} {e.Status}");
}
