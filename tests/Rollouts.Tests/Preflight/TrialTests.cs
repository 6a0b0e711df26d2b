using System.Text.Json.Nodes;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

[Trait("Suite", "Service")]
public sealed class TrialTests(TestCluster cluster)
{
    [Fact]
    public async Task What_is_wrong_with_objects_in_a_namespace_that_comes_with_them_is_found_before_the_first_write()
    {
        var name = cluster.NewName();

        var (_, text) = await cluster.FailAsync(cluster.Request(
            name,
            Workloads.Namespace(name),
            Workloads.ConfigMap(name, "mistyped").With("dta", new JsonObject { ["a"] = "b" }),
            Workloads.Deployment(name, "web").With("spec.replicas", -1),
            Workloads.Service(name, "fine")));

        text.Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 2 problems, nothing was written:",
            "  - ConfigMap rt/mistyped: does not fit its kind: .dta: field not declared in schema; correct the manifest",
            "  - Deployment rt/web: the API server refuses it (422 Invalid): Deployment.apps \"web\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0",
            "  remedy: correct all of them and run again"]);
        (await cluster.FindAsync("v1", "Namespace", null, name)).ShouldBeNull();
    }
}
