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

    [Fact]
    public async Task What_the_release_itself_makes_possible_stands_against_nothing()
    {
        var name = cluster.NewNameForPods();
        await cluster.CreateAsync(Workloads.Namespace(name));
        var account = Workloads.Node(new { apiVersion = "v1", kind = "ServiceAccount", metadata = new { name = "runs", @namespace = name } });
        var pod = Workloads.Annotated(Workloads.Pod(name, "once", "true"), "scripted.sitebuilder.dev/main", "complete").With("spec.serviceAccountName", "runs");

        (await cluster.RunAsync(name, pod, account)).Entries.ShouldAllBe(e => e.Status == "Ready");

        var (_, text) = await cluster.FailAsync(cluster.Request($"{name}-b", Workloads.Annotated(Workloads.Pod(name, "other", "true"), "scripted.sitebuilder.dev/main", "complete").With("spec.serviceAccountName", "nobody")));
        text.ShouldContain("serviceaccount \"nobody\" not found");
    }
}
