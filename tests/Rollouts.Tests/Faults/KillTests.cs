using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Prune;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Faults;

/// <summary>A rollout that ends at any of its writes leaves what the next one can finish, forwards or back.</summary>
[Trait("Suite", "Service")]
public sealed class KillTests(TestCluster cluster)
{
    private const int Writes = 12;

    public static TheoryData<int> Steps => [.. Enumerable.Range(1, Writes)];

    [Theory]
    [MemberData(nameof(Steps))]
    public Task Rollout_killed_after_any_write_is_finished_by_the_next(int write) => KillAsync(write, heard: true, After, ["new", "settings=two", "theirs"]);

    [Theory]
    [MemberData(nameof(Steps))]
    public Task Rollout_killed_before_it_hears_of_any_write_is_finished_by_the_next(int write) => KillAsync(write, heard: false, After, ["new", "settings=two", "theirs"]);

    [Theory]
    [MemberData(nameof(Steps))]
    public Task Rollout_killed_at_any_write_can_be_given_up_for_the_one_before(int write) => KillAsync(write, heard: write % 2 == 0, Before, ["old", "settings=one", "theirs"]);

    [Theory]
    [MemberData(nameof(Steps))]
    public Task Rollout_killed_at_any_write_leaves_nothing_that_is_not_pruned(int write) => KillAsync(write, heard: write % 2 == 1, Less, ["settings=one", "theirs"]);

    [Fact]
    public async Task Rollout_that_is_not_killed_makes_as_many_writes_as_are_tried()
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Before(name));
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Fault.None);

        await cluster.RunAsync(cluster.Request(name, After(name)) with { KubeconfigPath = server.Kubeconfig });

        server.Calls.Count(c => c.Write > 0).ShouldBe(Writes, string.Join('\n', server.Calls.Where(c => c.Write > 0)));
    }

    private static JsonObject[] Less(string name) => [Workloads.Namespace(name), Workloads.ConfigMap(name, "settings")];

    private static JsonObject[] Before(string name) =>
        [Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "old"), Workloads.Service(name, "old"), Workloads.Deployment(name, "web"), Job(name, "1")];

    private static JsonObject[] After(string name) =>
        [Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.ConfigMap(name, "new"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Service(name, "web"), Workloads.Deployment(name, "web", "2"), Job(name, "2")];

    // cannot change, so that it is deleted and made anew
    private static JsonObject Job(string name, string version) => Workloads.Job(name, "migrate", "complete", $"echo {version}");

    private async Task KillAsync(int write, bool heard, Func<string, JsonObject[]> next, string[] configMaps)
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Before(name));
        await cluster.CreateAsync(Workloads.ConfigMap(name, "theirs"));
        using var kill = new CancellationTokenSource();
        var dead = false;
        var server = await FaultyServer.StartAsync(
            cluster.Kubeconfig,
            call => Volatile.Read(ref dead) ? Fault.LostRequest : call.Write == write && !heard ? Fault.LostAnswer : Fault.None,
            call =>
            {
                if (call.Write == write)
                {
                    Volatile.Write(ref dead, true);
                    kill.Cancel();
                }
            });
        await using (server)
        {
            try
            {
                await new Rollout(TimeProvider.System).RunAsync(cluster.Request(name, After(name)) with { KubeconfigPath = server.Kubeconfig }, null, kill.Token);
            }
            catch (StoppedException e)
            {
                e.Message.ShouldStartWith($"Deploy of release {name} was stopped: ");
            }
        }

        kill.IsCancellationRequested.ShouldBeTrue();

        // in the place of the time after which a dead holder is given up
        await cluster.DeleteAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}");
        var objects = next(name);
        var result = await cluster.RunAsync(name, objects);

        result.Entries.ShouldAllBe(e => e.Status == "Ready" || e.Status == "Gone");
        (await ConfigMapsAsync(name)).ShouldBe(configMaps);
        foreach (var item in Before(name).Concat(After(name)).Where(i => i.Kind() != "Namespace"))
        {
            (await cluster.FindAsync(item.ApiVersion(), item.Kind(), name, item.Name()) is not null).ShouldBe(objects.Any(o => ObjectKey.Of(o) == ObjectKey.Of(item)), item.Name());
        }

        var inventory = await new InventoryStore(cluster.Client, name).ReadAsync(CancellationToken.None);
        inventory.Entries.Select(e => e.Key.ToString()).ShouldBe(objects.Select(o => ObjectKey.Of(o).ToString()), ignoreOrder: true);
        inventory.Entries.ShouldAllBe(e => e.Uid != null);
        (await cluster.RunAsync(name, objects)).Changed.ShouldBeFalse();
    }

    private async Task<IEnumerable<string>> ConfigMapsAsync(string name)
    {
        var list = await cluster.Client.ListAsync(CoreResources.ConfigMap, name, null, CancellationToken.None);
        return list.Items.Select(i => i["metadata"]!["name"]!.GetValue<string>() is var item && item == "settings" ? $"{item}={i["data"]!["key"]}" : item).Where(n => !n.EndsWith("ca.crt", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }
}
