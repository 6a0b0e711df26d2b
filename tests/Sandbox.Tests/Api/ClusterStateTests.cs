using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Api;

public sealed class ClusterStateTests : IDisposable
{
    private static readonly ObjectKind ConfigMaps = new("", "ConfigMap");
    private static readonly ObjectKind Pods = new("", "Pod");

    private readonly ClusterState _state = new(null, TimeProvider.System);

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_fresh_cluster_has_its_namespaces_each_with_a_service_account_and_the_root_certificate()
    {
        var names = _state.List(new ObjectKind("", "Namespace")).Select(Name);
        names.ShouldBe(["default", "kube-node-lease", "kube-public", "kube-system"]);
        _state.List(new ObjectKind("", "ServiceAccount")).Select(a => (string)a["metadata"]!["namespace"]!).ShouldBe(names);
        _state.List(ConfigMaps).Select(Name).ShouldAllBe(n => n == "kube-root-ca.crt");
    }

    [Fact]
    public void Definitions_that_come_at_once_are_all_served()
    {
        Parallel.For(0, 200, i => _state.Create(Definition($"g{i}.example.com"), "test"));

        Enumerable.Range(0, 200).Where(i => _state.Kinds.ByPlural($"g{i}.example.com", "v1", "themes") is null).ShouldBeEmpty();
    }

    [Fact]
    public void A_write_with_a_stale_version_is_refused()
    {
        var first = _state.Create(ConfigMap("one"), "test");
        var changed = (JsonObject)first.DeepClone();
        changed["data"] = new JsonObject { ["a"] = "2" };
        _state.Update(changed, "test");

        var refused = Should.Throw<StatusException>(() => _state.Update(changed, "test"));
        refused.Code.ShouldBe(409);
        refused.Message.ShouldBe("Operation cannot be fulfilled on configmaps \"one\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public void A_write_that_changes_nothing_keeps_its_version()
    {
        var first = _state.Create(ConfigMap("one"), "test");
        _state.Update((JsonObject)first.DeepClone(), "test").ShouldBeSameAs(first);
    }

    [Fact]
    public void Status_and_spec_are_written_apart()
    {
        var pod = _state.Create(Pod("p"), "test");
        var changed = (JsonObject)pod.DeepClone();
        changed["status"] = new JsonObject { ["phase"] = "Running" };
        ((string)_state.Update((JsonObject)changed.DeepClone(), "test")["status"]!["phase"]!).ShouldBe("Pending");
        ((string)_state.UpdateStatus(changed, "test")["status"]!["phase"]!).ShouldBe("Running");
    }

    [Fact]
    public void A_scheduled_pod_gets_its_grace_and_goes_when_the_node_says_so()
    {
        var pod = _state.Create(Pod("p", node: "n"), "test");
        var key = new ObjectKey(Pods, "default", "p");
        _state.Delete(key);
        var going = _state.Get(key)!;
        going["metadata"]!["deletionGracePeriodSeconds"]!.ToString().ShouldBe("30");
        pod["metadata"]!["generation"]!.ToString().ShouldBe("1");
        going["metadata"]!["generation"]!.ToString().ShouldBe("2");
        _state.Delete(key, gracePeriodSeconds: 0);
        _state.Get(key).ShouldBeNull();
    }

    [Fact]
    public void Dependents_go_with_their_owner_and_stay_when_orphaned()
    {
        foreach (var propagation in new[] { DeletePropagation.Background, DeletePropagation.Foreground, DeletePropagation.Orphan })
        {
            var owner = _state.Create(ConfigMap("owner"), "test");
            var child = ConfigMap("child");
            child["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["name"] = "owner",
                ["uid"] = (string)owner["metadata"]!["uid"]!,
                ["blockOwnerDeletion"] = true,
            });
            _state.Create(child, "test");

            _state.Delete(new ObjectKey(ConfigMaps, "default", "owner"), propagation);

            _state.Get(new ObjectKey(ConfigMaps, "default", "owner")).ShouldBeNull();
            var left = _state.Get(new ObjectKey(ConfigMaps, "default", "child"));
            if (propagation == DeletePropagation.Orphan) left.ShouldNotBeNull()["metadata"]!["ownerReferences"].ShouldBeNull();
            else left.ShouldBeNull();
            _state.Delete(new ObjectKey(ConfigMaps, "default", "child"));
        }
    }

    [Fact]
    public void A_namespace_goes_when_its_last_object_is_gone_and_takes_nothing_new_until_then()
    {
        _state.Create(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "team" } }, "test");
        _state.Create(Pod("p", node: "n", ns: "team"), "test");
        var key = new ObjectKey(new ObjectKind("", "Namespace"), "", "team");

        _state.Delete(key);
        ((string)_state.Get(key)!["status"]!["phase"]!).ShouldBe("Terminating");
        Should.Throw<StatusException>(() => _state.Create(ConfigMap("late", "team"), "test")).Message
            .ShouldBe("configmaps \"late\" is forbidden: unable to create new content in namespace team because it is being terminated");

        _state.Delete(new ObjectKey(Pods, "team", "p"), gracePeriodSeconds: 0);
        _state.Get(key).ShouldBeNull();
    }

    [Fact]
    public void The_service_account_of_a_namespace_comes_back_when_it_is_deleted()
    {
        var key = new ObjectKey(new ObjectKind("", "ServiceAccount"), "default", "default");
        var first = _state.Get(key)!;
        _state.Delete(key);
        ((string)_state.Get(key).ShouldNotBeNull()["metadata"]!["uid"]!).ShouldNotBe((string)first["metadata"]!["uid"]!);
    }

    [Fact]
    public async Task A_watch_tells_what_is_there_and_then_every_change_in_order()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var seen = new List<string>();
        var watch = _state.Watch([ConfigMaps], stop.Token).GetAsyncEnumerator(stop.Token);
        for (var i = 0; i < 4; i++)
        {
            await watch.MoveNextAsync();
            watch.Current.Type.ShouldBe(ChangeType.Added);
        }
        var one = _state.Create(ConfigMap("one"), "test");
        var changed = (JsonObject)one.DeepClone();
        changed["data"] = new JsonObject { ["a"] = "2" };
        _state.Update(changed, "test");
        _state.Delete(new ObjectKey(ConfigMaps, "default", "one"));
        for (var i = 0; i < 3; i++)
        {
            await watch.MoveNextAsync();
            seen.Add($"{watch.Current.Type} {Name(watch.Current.Object)} {(string?)watch.Current.Object["data"]?["a"]}");
        }
        seen.ShouldBe(["Added one 1", "Modified one 2", "Deleted one 2"]);
        await watch.DisposeAsync();
    }

    private static string Name(JsonObject obj) => (string)obj["metadata"]!["name"]!;

    private static JsonObject ConfigMap(string name, string ns = "default") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["data"] = new JsonObject { ["a"] = "1" },
    };

    private static JsonObject Definition(string group) => (JsonObject)JsonNode.Parse($$$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"themes.{{{{group}}}}"},"spec":{"group":"{{{{group}}}}","scope":"Namespaced",
         "names":{"plural":"themes","singular":"theme","kind":"Theme","listKind":"ThemeList"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
        """)!;

    private static JsonObject Pod(string name, string? node = null, string ns = "default")
    {
        var spec = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "debian" }) };
        if (node is not null) spec["nodeName"] = node;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns }, ["spec"] = spec };
    }
}
