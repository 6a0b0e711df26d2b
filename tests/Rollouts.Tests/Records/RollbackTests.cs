using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Records;

[Trait("Suite", "Service")]
public sealed class RollbackTests(TestCluster cluster)
{
    [Fact]
    public async Task Earlier_release_is_rolled_out_again_as_a_new_revision_and_what_came_later_is_pruned()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "old"), Workloads.Deployment(name, "web", "1"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.ConfigMap(name, "new"), Workloads.Claim(name, "data"), Workloads.Deployment(name, "web", "2"));
        var heard = new Heard();

        var result = await BackAsync(name, null, heard);

        result.Revision.ShouldBe(3);
        result.Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => $"{e.Object} {e.Action}").ShouldBe(
            [$"ConfigMap {name}/settings Updated", $"ConfigMap {name}/old Created", $"Deployment {name}/web Updated", $"ConfigMap {name}/new Deleted", $"PersistentVolumeClaim {name}/data Skipped"], ignoreOrder: true);
        heard.Lines[0].ShouldMatch(@"^going back from revision 2 to revision 1, of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by tester, commit 0123abc$");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
        var web = await cluster.FindAsync("apps/v1", "Deployment", name, "web");
        web.At("spec", "template", "spec", "containers")!.ToJsonString().ShouldContain("echo 1;");
        web.Number("status", "availableReplicas").ShouldBe(1);

        var history = await new Rollout(TimeProvider.System).HistoryAsync(cluster.Request(name), TestContext.Current.CancellationToken);
        history.Revisions.Select(r => (r.Revision, r.Result, r.RollbackTo)).ShouldBe([(3, "succeeded", 1), (2, "succeeded", null), (1, "succeeded", null)]);

        // once there, the same once more writes nothing, and there is nothing further back
        (await BackAsync(name, 1)).Changed.ShouldBeFalse();
        (await RefusedAsync(name, null)).ShouldBe("Rollback failed at release rt: there is no good revision before revision 1\n  remedy: name one with --to; good revisions: 3, 2, 1");
        (await BackAsync(name, 2)).Revision.ShouldBe(4);
    }

    [Fact]
    public async Task Object_that_was_made_anew_on_the_way_forward_is_made_anew_on_the_way_back()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "fixed").With("immutable", true));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Annotated(Workloads.ConfigMap(name, "fixed", "two").With("immutable", true), "sitebuilder.dev/recreate", "allow"));

        await BackAsync(name, null);

        (await cluster.FindAsync("v1", "ConfigMap", name, "fixed")).Text("data", "key").ShouldBe("one");
    }

    [Fact]
    public async Task What_others_have_set_meanwhile_is_taken_back_and_Secrets_keep_their_values()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.Secret(name, "login", "correct horse"));
        await cluster.EditAsync("v1", "ConfigMap", name, "settings", Workloads.Node(new { data = new { key = "by hand" } }));
        var heard = new Heard();

        await BackAsync(name, null, heard);

        heard.Lines.ShouldContain("1 Secret keeps its present values: values are not recorded");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
        (await cluster.FindAsync("v1", "Secret", name, "login")).Text("data", "password").ShouldBe("Y29ycmVjdCBob3JzZQ==");
    }

    [Fact]
    public async Task Secret_whose_values_nobody_has_any_more_is_named_before_anything_is_written()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Secret(name, "other", "hunter2hunter2"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.Node(new { apiVersion = "v1", kind = "Secret", metadata = new { name = "other", @namespace = name }, stringData = new { token = "hunter2hunter2" } }));

        (await RefusedAsync(name, null)).ShouldBe("""
            Rollback failed at revision 1 of release rt: values of Secrets are not recorded, and the cluster no longer has: Secret rt/login, key password of Secret rt/other
              remedy: put them back first (kubectl create secret ...), or roll the commit or manifests of that revision out again
            """);
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("two");
    }

    [Fact]
    public async Task Generated_Secret_comes_back_with_the_values_of_its_group()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Generated("login-a"));
        var value = (await cluster.FindAsync("v1", "Secret", name, "login-a")).Text("data", "password");
        await cluster.RunAsync(name, Workloads.Namespace(name), Generated("login-b"));
        (await cluster.FindAsync("v1", "Secret", name, "login-a")).ShouldBeNull();

        await BackAsync(name, null);

        (await cluster.FindAsync("v1", "Secret", name, "login-a")).Text("data", "password").ShouldBe(value);

        JsonObject Generated(string secret) => Workloads.Annotated(Workloads.Node(new { apiVersion = "v1", kind = "Secret", metadata = new { name = secret, @namespace = name } }), "sitebuilder.dev/generate", "login:password=32");
    }

    [Fact]
    public async Task Another_rollout_in_between_ends_it()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"));
        var once = false;
        var heard = new Heard(line =>
        {
            if (!once && line.StartsWith("going back", StringComparison.Ordinal))
            {
                once = true;
                cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "three")).Wait();
            }
        });

        var failure = await Should.ThrowAsync<StepFailedException>(() => BackAsync(name, null, heard));

        failure.Found.ShouldBe("revision 3 came while this one waited for the lock");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("three");
    }

    [Fact]
    public async Task Rollback_that_fails_is_recorded_as_any_other_rollout()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Deployment(name, "web").With("spec.template.spec.nodeName", "absent").With("spec.replicas", 0));
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.CreateAsync(Workloads.Node(new { apiVersion = "v1", kind = "ResourceQuota", metadata = new { name = "none", @namespace = name }, spec = new { hard = new Dictionary<string, string> { ["count/deployments.apps"] = "0" } } }));
        await cluster.FindAsync("v1", "ResourceQuota", name, "none", quota => quota.At("status", "hard") is not null);

        await Should.ThrowAsync<StepFailedException>(() => BackAsync(name, null));

        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldNotBeNull();
    }

    private Task<RolloutResult> BackAsync(string name, int? to, IProgress<RolloutEvent>? progress = null) =>
        new Rollout(TimeProvider.System).RollbackAsync(cluster.Request(name), to, progress, TestContext.Current.CancellationToken);

    private async Task<string> RefusedAsync(string name, int? to) => cluster.Plain((await Should.ThrowAsync<StepFailedException>(() => BackAsync(name, to))).Message, name);
}
