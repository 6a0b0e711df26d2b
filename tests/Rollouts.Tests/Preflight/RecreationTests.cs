using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

[Trait("Suite", "Service")]
public sealed class RecreationTests(TestCluster cluster)
{
    [Fact]
    public async Task Object_that_allows_it_is_deleted_and_made_anew_where_it_cannot_change()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "fixed").With("immutable", true), Workloads.Secret(name, "login", "hunter2hunter2"));
        var uid = (await cluster.FindAsync("v1", "ConfigMap", name, "fixed")).Text("metadata", "uid");
        var changed = Allowed(Workloads.ConfigMap(name, "fixed", "two").With("immutable", true));

        var result = await cluster.RunAsync(name, Workloads.Namespace(name), changed, Workloads.Secret(name, "login", "hunter2hunter2"));

        result.Entries.Where(e => e.Action != ChangeAction.Unchanged).Select(e => $"{e.Object} {e.Action} {e.Status}: {e.Reason}").ShouldBe(
            [$"ConfigMap {name}/fixed Recreated Ready: a field that cannot change was changed, and annotation sitebuilder.dev/recreate allows to delete it and make it anew"]);
        var live = await cluster.FindAsync("v1", "ConfigMap", name, "fixed");
        live.Text("data", "key").ShouldBe("two");
        live.Text("metadata", "uid").ShouldNotBe(uid);
        (await cluster.RunAsync(name, Workloads.Namespace(name), changed, Workloads.Secret(name, "login", "hunter2hunter2"))).Changed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("spec.template.spec.restartPolicy", "Always", "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"")]
    [InlineData("spec.template.spec.dnsPolicy", "Sometimes", "spec.template.spec.dnsPolicy: Unsupported value: \"Sometimes\"")]
    public async Task Job_whose_successor_would_be_refused_stays(string field, string value, string refusal)
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "complete", "true"));
        var uid = (await cluster.FindAsync("batch/v1", "Job", name, "migrate")).Text("metadata", "uid");

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Job(name, "migrate", "complete", "true").With(field, value)));

        text.ShouldStartWith("Deploy failed at preflight of release rt: 1 problem, nothing was written:\n  - Job rt/migrate: the API server refuses it (422 Invalid): Job.batch \"migrate\" is invalid: ");
        text.ShouldContain(refusal);
        (await cluster.FindAsync("batch/v1", "Job", name, "migrate")).Text("metadata", "uid").ShouldBe(uid);
    }

    [Fact]
    public async Task Claim_is_never_made_anew_whatever_it_allows()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Claim(name, "data"));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Allowed(Workloads.Claim(name, "data").With("spec.accessModes", new JsonArray("ReadWriteMany")))));

        text.ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - PersistentVolumeClaim rt/data: a PersistentVolumeClaim is never deleted to be made anew: data would go with it; give it a new name, or delete it by hand first
              remedy: correct all of them and run again
            """);
    }

    [Fact]
    public async Task StatefulSet_whose_claims_would_go_with_it_is_not_made_anew()
    {
        var name = cluster.NewName();
        var set = Workloads.StatefulSet(name, "db", Workloads.Deployment(name, "db")).With("spec.replicas", 0).With("spec.persistentVolumeClaimRetentionPolicy", Workloads.Node(new { whenDeleted = "Delete", whenScaled = "Retain" }));
        await cluster.RunAsync(name, Workloads.Namespace(name), set);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Allowed(set.With("spec.serviceName", "other"))));

        text.ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - StatefulSet rt/db: is not made anew, because its claims would go with it (spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Delete); set that to Retain first
              remedy: correct all of them and run again
            """);
    }

    private static JsonObject Allowed(JsonObject item) => Workloads.Annotated(item, "sitebuilder.dev/recreate", "allow");
}
