using System.Text.Json.Nodes;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Preflight;

[Trait("Suite", "Service")]
public sealed class PreflightTests(TestCluster cluster)
{
    [Fact]
    public async Task Wrong_cluster_is_refused_with_the_way_to_name_it()
    {
        var name = cluster.NewName();
        var found = (await cluster.FindAsync("v1", "Namespace", null, "kube-system"))!["metadata"]!["labels"]!["sitebuilder.dev/cluster"]?.GetValue<string>();

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name)) with { ExpectedIdentity = "production" });

        text.ShouldBe($$"""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - the cluster is {{(found is null ? "unnamed" : $"\"{found}\"")}}, the environment expects "production" (kubeconfig KUBECONFIG, context CONTEXT, server {{cluster.Client.Connection.Server}}); choose the right context, or, if this is the cluster, name it: kubectl label namespace kube-system sitebuilder.dev/cluster=production{{(found is null ? "" : " --overwrite")}}
              remedy: correct all of them and run again
            """);
        (await cluster.FindAsync("v1", "Namespace", null, name)).ShouldBeNull();
    }

    [Fact]
    public async Task Everything_that_stands_against_a_rollout_is_in_one_list_and_nothing_is_written()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "edited"), Workloads.Service(name, "web"), Workloads.Deployment(name, "web"));
        await cluster.EditAsync("v1", "ConfigMap", name, "edited", Workloads.Node(new { data = new { key = "by hand" } }));
        var before = await cluster.SnapshotAsync(name);
        var web = Workloads.Deployment(name, "web").With("spec.selector.matchLabels.tier", "front").With("spec.template.metadata.labels.tier", "front");

        var (_, text) = await cluster.FailAsync(cluster.Request(
            name,
            Workloads.Namespace(name),
            Workloads.ConfigMap(name, "settings", "other"),
            Workloads.ConfigMap(name, "settings", "another"),
            Workloads.ConfigMap(name, "edited", "changed"),
            Workloads.ConfigMap($"{name}-absent", "settings"),
            Workloads.ConfigMap(name, ""),
            Without(Workloads.ConfigMap(name, "nowhere"), "namespace"),
            Workloads.Namespace($"{name}-2").With("metadata.namespace", name),
            Workloads.Theme("absent.example.com", name, "dark", "black"),
            Workloads.ConfigMap(name, "mistyped").With("dta", new JsonObject { ["a"] = "b" }),
            Workloads.Service(name, "web").With("spec.clusterIP", "10.96.200.200"),
            web));

        text.Split('\n').ShouldBe([
            "Deploy failed at preflight of release rt: 10 problems, nothing was written:",
            "  - ConfigMap rt/: an object needs apiVersion, kind and metadata.name",
            "  - ConfigMap nowhere: needs metadata.namespace",
            "  - Namespace rt/rt-2: a Namespace belongs to no namespace; remove metadata.namespace",
            "  - Theme rt/dark: the cluster does not serve Theme of absent.example.com/v1; install what defines it, or add its CustomResourceDefinition to the release",
            "  - ConfigMap rt/settings: is desired 2 times",
            "  - ConfigMap rt-absent/settings: namespace rt-absent does not exist, and the release does not bring it; add it to the release, or create it first",
            "  - ConfigMap rt/edited: fields are owned by another manager: .data.key (owned by kubectl-edit); leave them out of the manifests, or set gates.rollout.drift (or --drift) to keep or take-back",
            "  - ConfigMap rt/mistyped: does not fit its kind: .dta: field not declared in schema; correct the manifest",
            "  - Deployment rt/web: a field that cannot change was changed: Deployment.apps \"web\" is invalid: spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"web\",\"tier\":\"front\"}}: field is immutable; give the object a new name, or let it be deleted and made anew with annotation sitebuilder.dev/recreate: allow",
            "  - Service rt/web: a field that cannot change was changed: Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.96.200.200\"]: may not change once set; give the object a new name, or let it be deleted and made anew with annotation sitebuilder.dev/recreate: allow",
            "  remedy: correct all of them and run again"]);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    }

    [Fact]
    public async Task Object_of_another_release_is_refused()
    {
        var (name, other) = (cluster.NewName(), cluster.NewName());
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "shared"));

        var (_, text) = await cluster.FailAsync(cluster.Request(other, Workloads.ConfigMap(name, "shared", "ours")));

        text.Replace(name, "first", StringComparison.Ordinal).ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - ConfigMap first/shared: belongs to release first (label sitebuilder.dev/release), and two releases cannot own one object; rename it here, take it out there, or adopt it with annotation sitebuilder.dev/adopt: first
              remedy: correct all of them and run again
            """);
        (await cluster.FindAsync("v1", "ConfigMap", name, "shared"))!["data"]!["key"]!.GetValue<string>().ShouldBe("one");
    }

    [Fact]
    public async Task What_is_wrong_in_itself_is_said_without_waiting_for_the_lock()
    {
        var name = cluster.NewName();

        await cluster.FailAsync(cluster.Request(name, Workloads.Theme("absent.example.com", name, "dark", "black")));

        (await cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}")).ShouldBeNull();
    }

    private static JsonObject Without(JsonObject item, string field)
    {
        item["metadata"]!.AsObject().Remove(field);
        return item;
    }
}
