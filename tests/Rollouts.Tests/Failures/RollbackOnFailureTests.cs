using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Failures;

[Trait("Suite", "Service")]
public sealed class RollbackOnFailureTests(TestCluster cluster)
{
    [Fact]
    public async Task Failed_rollout_takes_everything_back_to_the_last_good_release_and_says_what()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "old"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Deployment(name, "web"));
        var heard = new Heard();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.ConfigMap(name, "new"), Workloads.Secret(name, "login", "correct horse"), Workloads.Crashing(name, "web", 3, "correct horse is wrong"))
            with
        { RollbackOnFailure = true };

        var (failure, text) = await cluster.FailAsync(request, heard);

        var lines = text.Split('\n');
        lines[0].ShouldBe("Deploy failed at Deployment rt/web: pod web-*: CrashLoopBackOff");
        lines.ShouldContain("    | *** is wrong");
        string[] takenBack = ["ConfigMap rt/settings: updated as in revision 1", "Secret rt/login: updated as in revision 1", "Deployment rt/web: updated as in revision 1", "ConfigMap rt/new: deleted, revision 1 did not have it"];
        lines[Array.IndexOf(lines, "  taken back:")..][..5].ShouldBe(["  taken back:", .. takenBack.Select(t => $"    - {t}")]);
        lines[^1].ShouldStartWith("  look closer: kubectl -n rt describe pod web-");
        failure.Result().TakenBack.Select(t => t.Replace(name, "rt", StringComparison.Ordinal)).ShouldBe(takenBack);
        heard.Lines.ShouldContain("going back to revision 1");
        heard.Lines.ShouldContain($"ConfigMap {name}/new: deleted");

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
        (await cluster.FindAsync("v1", "ConfigMap", name, "old")).ShouldNotBeNull();
        (await cluster.FindAsync("v1", "ConfigMap", name, "new")).ShouldBeNull();
        (await cluster.FindAsync("v1", "Secret", name, "login")).Text("data", "password").ShouldBe("aHVudGVyMmh1bnRlcjI=");
        var live = await cluster.FindAsync("apps/v1", "Deployment", name, "web");
        live.Text("spec", "template", "metadata", "annotations", "scripted.sitebuilder.dev/main").ShouldBe("ready");
        live.Number("status", "availableReplicas").ShouldBe(1);
    }

    [Fact]
    public async Task First_release_that_fails_has_nothing_to_go_back_to_and_says_so()
    {
        var name = cluster.NewNameForPods();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "crash exit=1", "exit 1")) with { RollbackOnFailure = true };

        var (failure, text) = await cluster.FailAsync(request);

        text.ShouldContain("\n  taken back:\n    - nothing: no good release is recorded to go back to\n");
        failure.Result().Entries.Select(e => e.Status).ShouldBe(["Ready", "Failed"]);
    }

    [Fact]
    public async Task Rollout_after_a_failed_one_goes_forward_from_what_is_there()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "new"), Workloads.Job(name, "migrate", "crash exit=1", "exit 1")));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));

        result.Revision.ShouldBe(3);
        result.Entries.Select(e => $"{e.Object} {e.Action}").ShouldBe([$"Namespace {name} Unchanged", $"ConfigMap {name}/settings Unchanged", $"Job {name}/migrate Deleted", $"ConfigMap {name}/new Deleted"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rollout_whose_deadline_passes_while_it_writes_has_failed(bool goesBack)
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), First(name, "one"), Workloads.ConfigMap(name, "settings"));
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => call.Write > 0 && call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal) ? new Fault { Hangs = true } : Fault.None);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), First(name, "two"), Workloads.ConfigMap(name, "settings", "two")) with
        { KubeconfigPath = server.Kubeconfig, Deadline = TimeSpan.FromSeconds(15), RollbackOnFailure = goesBack });

        text.Split('\n').ShouldBe([
            "Deploy failed at release rt: not done after 15 s, its deadline; 1 updated; 1 not begun",
            .. goesBack ? ["  taken back:", "    - ConfigMap rt/first: updated as in revision 1"] : Array.Empty<string>(),
            "  remedy: run it again, or give it more time"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "first")).Text("data", "key").ShouldBe(goesBack ? "one" : "two");
        (await ResultsAsync(name)).ShouldBe(goesBack ? ["succeeded as 1", "failed", "succeeded"] : ["failed", "succeeded"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rollout_that_may_no_longer_read_what_it_waits_for_has_failed(bool goesBack)
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call => call.IsWatch && call.Path.EndsWith("/deployments", StringComparison.Ordinal) ? Fault.Refused(403, "Forbidden") : Fault.None);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.NeverReady(name, "web")) with
        { KubeconfigPath = server.Kubeconfig, RollbackOnFailure = goesBack });

        text.ShouldContain("403 Forbidden: not now; 1 created, 1 updated");
        text.Contains("  taken back:\n    - ConfigMap rt/settings: updated as in revision 1\n    - Deployment rt/web: deleted, revision 1 did not have it\n", StringComparison.Ordinal).ShouldBe(goesBack);
        (await ResultsAsync(name)).ShouldBe(goesBack ? ["succeeded as 1", "failed", "succeeded"] : ["failed", "succeeded"]);
    }

    private static JsonObject First(string ns, string value) => Workloads.Annotated(Workloads.ConfigMap(ns, "first", value), "sitebuilder.dev/wave", "5");

    /// <summary>How the revisions ended, the newest first.</summary>
    private async Task<IEnumerable<string>> ResultsAsync(string name) =>
        (await new Rollout(TimeProvider.System).HistoryAsync(cluster.Request(name), TestContext.Current.CancellationToken)).Revisions.Select(e => e.RollbackTo is { } to ? $"{e.Result} as {to}" : e.Result);
}
