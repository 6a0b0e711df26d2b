using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>What a rollout asks of the API server.</summary>
[Trait("Suite", "Service")]
public sealed class RequestTests(TestCluster cluster)
{
    private const int OfEachKind = 125;

    [Fact]
    public async Task Unchanged_release_of_500_objects_is_read_by_one_list_per_kind_and_writes_nothing()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, [Workloads.Namespace(name), .. Enumerable.Range(0, OfEachKind).SelectMany(i => Several(name, $"n{i}"))]);
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None);
        await cluster.RunAsync(request);
        var before = await cluster.SnapshotAsync(name);

        var result = await cluster.RunAsync(request with { KubeconfigPath = server.Kubeconfig });

        result.Entries.Count.ShouldBe((4 * OfEachKind) + 1);
        result.Entries.ShouldAllBe(e => e.Action == ChangeAction.Unchanged);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
        server.Calls.Where(c => !c.IsLease).Select(c => c.ToString()).Order(StringComparer.Ordinal).ShouldBe([
            "GET /api/v1",
            "GET /api/v1/namespaces",
            $"GET /api/v1/namespaces/{name}/configmaps",
            $"GET /api/v1/namespaces/{name}/secrets",
            $"GET /api/v1/namespaces/{name}/services",
            $"GET /api/v1/namespaces/sitebuilder-system/configmaps/inventory-{name}",
            "GET /api/v1/namespaces/sitebuilder-system/secrets",
            "GET /apis/apps/v1",
            $"GET /apis/apps/v1/namespaces/{name}/deployments"]);
        server.Calls.Where(c => c.IsLease).Select(c => c.Method).ShouldBe(["GET", "GET"]);
        server.Calls.ShouldAllBe(c => c.Protocol == "HTTP/2");
        server.Calls.Select(c => c.Connection).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Watches_that_fill_a_connection_leave_room_for_other_requests_on_the_next()
    {
        const int Streams = 4;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None, streams: Streams);
        using var client = new ClusterClient(ClusterConnection.Open(server.Kubeconfig, null), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var version = (await client.ListAsync(CoreResources.Namespace, null, null, stop.Token)).ResourceVersion;
        var watches = Enumerable.Range(0, 2 * Streams).Select(i => client.WatchAsync(CoreResources.Namespace, null, null, version, stop.Token, $"nobody-{i}").GetAsyncEnumerator(stop.Token)).ToList();
        var next = watches.ConvertAll(watch => watch.MoveNextAsync().AsTask());

        (await client.FindAsync(CoreResources.Namespace, null, "kube-system", stop.Token).WaitAsync(TimeSpan.FromSeconds(30), stop.Token)).ShouldNotBeNull();

        server.Calls.Count(c => c.IsWatch).ShouldBeGreaterThanOrEqualTo(Streams);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(next));
    }

    [Fact]
    public async Task Release_whose_watches_do_not_fit_into_one_connection_is_rolled_out()
    {
        string[] names = [cluster.NewNameForPods(), cluster.NewNameForPods(), cluster.NewNameForPods()];
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None, streams: 5);

        var result = await cluster.RunAsync(cluster.Request(names[0], [.. names.Select(Workloads.Namespace), .. names.Select(ns => Workloads.SlowDeployment(ns, "web", 10))]) with { KubeconfigPath = server.Kubeconfig, Deadline = TimeSpan.FromMinutes(1) });

        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        server.Calls.Count(c => c.IsWatch).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Objects_of_a_wave_are_written_at_once()
    {
        const int Many = 16;
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name));
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call =>
        {
            if (call.Write == 0 || !call.Path.Contains($"/{name}/configmaps/", StringComparison.Ordinal))
            {
                return Fault.None;
            }

            if (Interlocked.Increment(ref arrived) == Many)
            {
                together.SetResult();
            }

            // none is answered before all are there
            return Fault.None with { Until = together.Task.WaitAsync(TimeSpan.FromMinutes(1)) };
        });

        await cluster.RunAsync(cluster.Request(name, [Workloads.Namespace(name), .. Enumerable.Range(0, Many).Select(i => Workloads.ConfigMap(name, $"n{i}"))]) with { KubeconfigPath = server.Kubeconfig });

        arrived.ShouldBe(Many);
        together.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Lists_are_read_page_by_page()
    {
        var name = cluster.NewName();
        var request = cluster.Request(name, [Workloads.Namespace(name), .. Enumerable.Range(0, 501).Select(i => Workloads.ConfigMap(name, $"n{i}"))]);
        await cluster.RunAsync(request);
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None);

        (await cluster.RunAsync(request with { KubeconfigPath = server.Kubeconfig })).Changed.ShouldBeFalse();

        server.Calls.Count(c => c.Path == $"/api/v1/namespaces/{name}/configmaps").ShouldBe(2);
        server.Calls.ShouldAllBe(c => !c.IsDryRun);
    }

    [Fact]
    public async Task Object_that_waits_for_its_finalizer_is_watched_not_asked_for_again_and_again()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "free"), Workloads.ConfigMap(name, "held").With("metadata.finalizers", new JsonArray("example.com/hold")));
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None, call =>
        {
            if (call.IsWatch && call.Path.EndsWith("/configmaps", StringComparison.Ordinal))
            {
                cluster.EditAsync("v1", "ConfigMap", name, "held", Workloads.Node(new { metadata = new { finalizers = (string[]?)null } })).GetAwaiter().GetResult();
            }
        });

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name)) with { KubeconfigPath = server.Kubeconfig });

        result.Entries.Where(e => e.Action == ChangeAction.Deleted).ShouldAllBe(e => e.Status == "Gone");
        var afterwards = server.Calls.SkipWhile(c => c.Method != "DELETE").Where(c => c.Path.Contains($"/{name}/", StringComparison.Ordinal)).Select(c => c.IsWatch ? $"WATCH {c.Path}" : c.ToString());
        afterwards.Order(StringComparer.Ordinal).ShouldBe([
            $"DELETE /api/v1/namespaces/{name}/configmaps/free", $"DELETE /api/v1/namespaces/{name}/configmaps/held", $"WATCH /api/v1/namespaces/{name}/configmaps"]);
    }

    [Fact]
    public async Task Kinds_are_asked_for_together_also_where_objects_name_no_namespace()
    {
        var name = cluster.NewName();
        string[] versions = ["/api/v1", "/apis/apps/v1", "/apis/batch/v1"];
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, call =>
        {
            if (!versions.Contains(call.Path))
            {
                return Fault.None;
            }

            if (Interlocked.Increment(ref arrived) == versions.Length)
            {
                together.SetResult();
            }

            // none is answered before all are there
            return Fault.None with { Until = together.Task.WaitAsync(TimeSpan.FromMinutes(1)) };
        });

        await new Rollout(TimeProvider.System).PlanAsync(
            cluster.Request(name, Workloads.Namespace(name), Workloads.Deployment(name, "web"), Workloads.Job(name, "migrate", "", "true")) with { KubeconfigPath = server.Kubeconfig, DefaultNamespace = name },
            TestContext.Current.CancellationToken);

        arrived.ShouldBe(versions.Length);
        together.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Kinds_are_asked_for_once_and_again_when_a_definition_has_come()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None);

        await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.Definition(group), Workloads.Theme(group, name, "dark", "black"), Workloads.Theme(group, name, "light", "white")) with { KubeconfigPath = server.Kubeconfig });

        server.Calls.Count(c => c.ToString() == $"GET /apis/{group}/v1").ShouldBe(1);
        await cluster.DeleteAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}");
    }

    private static IEnumerable<JsonObject> Several(string ns, string name) =>
    [
        Workloads.ConfigMap(ns, name),
        Workloads.Secret(ns, name, "hunter2hunter2"),
        Workloads.Service(ns, name).With("spec.clusterIP", "None"),
        // a size that the server keeps in another form
        Workloads.Deployment(ns, name).With("spec.replicas", 0).With("spec.template.spec.volumes", new JsonArray(Workloads.Node(new { name = "tmp", emptyDir = new { sizeLimit = "1024Mi" } }))),
    ];
}
