using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Faults;

/// <summary>The namespace of the release is still being deleted when the rollout comes.</summary>
[Trait("Suite", "Service")]
public sealed class LeavingNamespaceTests(TestCluster cluster)
{
    private const string Held = "NamespaceContentRemaining: Some resources are remaining: configmaps. has 1 resource instances; NamespaceFinalizersRemaining: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances";

    [Fact]
    public async Task Namespace_that_a_finalizer_holds_ends_the_rollout_with_what_holds_it()
    {
        var name = await LeavingAsync();

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "new")) with { StallDeadline = TimeSpan.FromSeconds(3) });

        text.ShouldBe($"""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - Namespace rt: is being deleted, and 3 s later it is still there ({Held}); see who is to remove the finalizers of what is left and whether it runs (kubectl get KIND -n rt -o yaml), or take them off by hand where nobody will, and run again
              remedy: correct all of them and run again
            """);
        (await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, Workloads.Namespace(name)), TestContext.Current.CancellationToken)).Problems.ShouldBe([$"Namespace {name}: is being deleted ({Held}); wait until it is gone"]);
        await LetGoAsync(name);
    }

    [Fact]
    public async Task Rollout_goes_on_as_soon_as_the_namespace_is_gone()
    {
        var name = await LeavingAsync();
        var heard = new Heard(line =>
        {
            if (line.EndsWith("waiting until it is gone", StringComparison.Ordinal))
            {
                _ = Task.Run(() => LetGoAsync(name));
            }
        });

        var result = await cluster.RunAsync(cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "new")), heard);

        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Created Ready", $"ConfigMap {name}/new Created Ready"]);
        heard.Lines[0].ShouldBe($"Namespace {name}: is being deleted ({Held}); waiting until it is gone");
    }

    [Fact]
    public async Task Namespace_that_the_release_does_not_bring_is_waited_for_and_then_missed()
    {
        var name = await LeavingAsync();
        var heard = new Heard(line =>
        {
            if (line.EndsWith("waiting until it is gone", StringComparison.Ordinal))
            {
                _ = Task.Run(() => LetGoAsync(name));
            }
        });

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.ConfigMap(name, "new")), heard);

        text.ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - ConfigMap rt/new: namespace rt does not exist, and the release does not bring it; add it to the release, or create it first
              remedy: correct all of them and run again
            """);
    }

    /// <summary>A namespace that is held by one object, and says so.</summary>
    private async Task<string> LeavingAsync()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "held").With("metadata.finalizers", new JsonArray("example.com/hold")));
        await cluster.DeleteAsync("v1", "Namespace", null, name);
        (await cluster.FindAsync("v1", "Namespace", null, name, ns => ns.Condition("NamespaceFinalizersRemaining").Says("True"))).Condition("NamespaceFinalizersRemaining").Says("True").ShouldBeTrue();
        return name;
    }

    private Task LetGoAsync(string name) => cluster.EditAsync("v1", "ConfigMap", name, "held", Workloads.Node(new { metadata = new { finalizers = (string[]?)null } }));
}
