using System.Text;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Manifests;

[Trait("Suite", "Service")]
public sealed class ManifestRolloutTests(TestCluster cluster)
{
    [Fact]
    public async Task Objects_without_a_namespace_go_into_the_default_one_and_the_scope_of_a_new_kind_comes_from_its_definition()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";
        var request = cluster.Request(name, ManifestReader.Read("-", new MemoryStream(Encoding.UTF8.GetBytes($$$"""
            apiVersion: {{{group}}}/v1
            kind: Theme
            metadata: {name: dark}
            spec: {color: black}
            ---
            apiVersion: v1
            kind: ConfigMapList
            items:
            - metadata: {name: settings}
              data: {key: one}
            - metadata: {name: elsewhere, namespace: {{{name}}}-two}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: {{{name}}}, namespace: ignored}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: themes.{{{group}}}}
            spec:
              group: {{{group}}}
              scope: Namespaced
              names: {plural: themes, singular: theme, kind: Theme, listKind: ThemeList}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} } }
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: {{{name}}}}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: {{{name}}}-two}}
            """)))) with
        { DefaultNamespace = name };

        await cluster.RunAsync(request);
        var again = await cluster.RunAsync(request);

        again.Entries.ShouldAllBe(entry => entry.Action == ChangeAction.Unchanged);
        (await cluster.FindAsync($"{group}/v1", "Theme", name, "dark")).Text("spec", "color").ShouldBe("black");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).Text("data", "key").ShouldBe("one");
        (await cluster.FindAsync("v1", "ConfigMap", $"{name}-two", "elsewhere")).ShouldNotBeNull();
        (await cluster.FindAsync("rbac.authorization.k8s.io/v1", "ClusterRole", null, name)).ShouldNotBeNull();

        await new Delivery.Rollouts.Rollout(TimeProvider.System).RemoveAsync(request, Enum.GetValues<Delivery.Rollouts.Removal.StatefulKind>(), null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Key_without_a_value_is_there_and_empty()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.Annotated(Workloads.ConfigMap(name, "settings"), "example.com/a", null!).With("data.EMPTY", null!), Workloads.Secret(name, "login", null!));

        await cluster.RunAsync(request);

        var settings = await cluster.FindAsync("v1", "ConfigMap", name, "settings");
        settings.Text("data", "EMPTY").ShouldBe("");
        settings.Text("metadata", "annotations", "example.com/a").ShouldBe("");
        (await cluster.FindAsync("v1", "Secret", name, "login"))!["data"]!.ToJsonString().ShouldBe("""{"password":""}""");
        (await cluster.RunAsync(request)).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task Object_that_stands_twice_once_its_namespace_is_known_is_refused()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Node(new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name = "settings" } })) with { DefaultNamespace = name };

        (await cluster.FailAsync(request)).Text.ShouldContain("  - ConfigMap rt/settings: is desired 2 times\n");
    }

    [Fact]
    public async Task Without_a_default_namespace_an_object_has_to_name_its_own()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, Workloads.Node(new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name = "settings" } }));

        (await cluster.FailAsync(request)).Text.ShouldContain("  - ConfigMap settings: needs metadata.namespace\n");
    }
}
