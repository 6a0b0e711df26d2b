using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Prune;

/// <summary>The version in which an object was made is no longer served when it is to go.</summary>
[Trait("Suite", "Service")]
public sealed class ServedVersionTests(TestCluster cluster)
{
    [Fact]
    public async Task Object_goes_in_another_version_of_its_kind_that_is_served()
    {
        var (name, group) = await ReleaseAsync();
        await ServeAsync(name, group, "v2");

        var result = await cluster.RunAsync(name, Workloads.Namespace(name));

        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe([$"Namespace {name} Unchanged Ready", $"Theme {name}/dark Deleted Gone"]);
        (await cluster.FindAsync($"{group}/v2", "Theme", name, "dark")).ShouldBeNull();
        await DropAsync(group);
    }

    [Fact]
    public async Task Object_whose_kind_is_not_served_at_all_is_remembered_until_its_definition_is_gone()
    {
        var (name, group) = await ReleaseAsync();
        await ServeAsync(name, group);

        foreach (var _ in new[] { 1, 2 })
        {
            var result = await cluster.RunAsync(name, Workloads.Namespace(name));
            result.Entries.Select(e => $"{e.Object} {e.Action}: {e.Reason}").ShouldBe([
                $"Namespace {name} Unchanged: ", $"Theme {name}/dark Skipped: its kind is no longer served, in {group}/v1 or another version, so it cannot be looked at; it is remembered"]);
        }

        (await RemoveAsync(name)).ShouldBe([$"Theme {name}/dark", $"Namespace {name}"], ignoreOrder: true);

        // the sandbox ends no definition that serves nothing
        await ServeAsync(name, group, "v2");
        await DropAsync(group);
        (await cluster.FindAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}", found => found is null)).ShouldBeNull();
        (await RemoveAsync(name)).ShouldBe([$"Namespace {name}"]);
    }

    private async Task<IEnumerable<string>> RemoveAsync(string name) =>
        (await new Rollout(TimeProvider.System).RemoveAsync(cluster.Request(name), [], null, TestContext.Current.CancellationToken)).Kept().Select(e => e.Object);

    /// <summary>A release with an object in version v1 of a kind that has two.</summary>
    private async Task<(string Name, string Group)> ReleaseAsync()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";
        await cluster.CreateAsync(Workloads.Definition(group).With("spec.versions", Versions(group, "v1", "v2")));
        while (await new Discovery(cluster.Client).FindServedAsync($"{group}/v1", "Theme", TestContext.Current.CancellationToken) is null)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Theme(group, name, "dark", "black"));
        return (name, group);
    }

    private async Task ServeAsync(string name, string group, params string[] versions)
    {
        await cluster.EditAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}", Workloads.Node(new { spec = new { versions = Versions(group, versions) } }));
        (await cluster.FindAsync($"{group}/v1", "Theme", name, "dark", found => found is null)).ShouldBeNull();
    }

    private static JsonArray Versions(string group, params string[] served)
    {
        var first = Workloads.Definition(group)["spec"]!["versions"]![0]!;
        return new JsonArray(Version("v1", isStored: true), Version("v2", isStored: false));

        JsonNode Version(string name, bool isStored)
        {
            var version = first.DeepClone();
            (version["name"], version["served"], version["storage"]) = (name, served.Contains(name), isStored);
            return version;
        }
    }

    private Task DropAsync(string group) => cluster.DeleteAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"themes.{group}");
}
