using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Removal;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Removal;

[Trait("Suite", "Service")]
public sealed class RemovalTests(TestCluster cluster)
{
    [Fact]
    public async Task Release_goes_in_reverse_order_and_leaves_no_trace_where_there_is_consent()
    {
        var name = cluster.NewNameForPods();
        var group = $"{name}.example.com";
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Definition(group), Workloads.Theme(group, name, "dark", "black"), Workloads.Claim(name, "data"), Workloads.ConfigMap(name, "settings"), Workloads.Service(name, "web"), Workloads.Deployment(name, "web"));
        var heard = new Heard();

        var result = await RemoveAsync(name, heard, Enum.GetValues<StatefulKind>());

        heard.Lines.Where(l => l.EndsWith(": deleted", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(' ')]).Distinct().ShouldBe(["Theme", "Deployment", "Service", "PersistentVolumeClaim", "ConfigMap", "Namespace", "CustomResourceDefinition"], ignoreOrder: true);
        string[] order = ["Theme", "Deployment", "Service", "ConfigMap", "Namespace"];
        heard.Lines.Where(l => l.EndsWith(": deleted", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(' ')]).Where(order.Contains).ShouldBe(order);
        result.ToText().ShouldBe("7 deleted, nothing of it is left");
        (await cluster.FindAsync("v1", "Namespace", null, name)).ShouldBeNull();
        (await TracesAsync(name)).ShouldBeEmpty();
        (await RemoveAsync(name)).ShouldSatisfyAllConditions(r => r.Existed.ShouldBeFalse(), r => r.ToText().ShouldStartWith("nothing is there; releases of the cluster: "));
        (await TracesAsync(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_holds_data_stays_without_consent_and_can_go_later()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Claim(name, "data"), Workloads.ConfigMap(name, "settings"), Workloads.Annotated(Workloads.ConfigMap(name, "kept"), "sitebuilder.dev/prune", "keep"));

        var first = await RemoveAsync(name);
        var withoutClaim = await RemoveAsync(name, null, StatefulKind.Namespace);
        var last = await RemoveAsync(name, null, StatefulKind.Namespace, StatefulKind.PersistentVolumeClaim);

        first.ToText().ShouldBe("1 deleted, 3 kept");
        Kept(first, name).ShouldBe(
            [
                "ConfigMap rt/kept: annotation sitebuilder.dev/prune: keep",
                "Namespace rt: data would go with a Namespace; --consent Namespace lets it go",
                "PersistentVolumeClaim rt/data: data would go with a PersistentVolumeClaim; --consent PersistentVolumeClaim lets it go",
            ]);
        Kept(withoutClaim, name).ShouldContain("Namespace rt: what stays would go with it: ConfigMap rt/kept, PersistentVolumeClaim rt/data");
        (await cluster.FindAsync("v1", "PersistentVolumeClaim", name, "data")).ShouldBeNull();
        Kept(last, name).ShouldBe(["ConfigMap rt/kept: annotation sitebuilder.dev/prune: keep", "Namespace rt: what stays would go with it: ConfigMap rt/kept"]);
        (await cluster.FindAsync("v1", "ConfigMap", name, "kept")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Passwords_made_in_the_cluster_stay_with_the_data_that_they_open()
    {
        var name = cluster.NewName();
        var made = Workloads.Annotated(Workloads.Secret(name, "made", ""), "sitebuilder.dev/generate", "db:password=32");
        made.Remove("data");
        made.Remove("stringData");
        JsonObject[] objects = [Workloads.Namespace(name), Workloads.Secret(name, "given", "x"), made];
        await cluster.RunAsync(cluster.Request(name, [.. objects.Select(item => (JsonObject)item.DeepClone())]));
        var before = (await cluster.FindAsync("v1", "Secret", name, "made"))!["data"]!.ToJsonString();

        var removed = await RemoveAsync(name, null, StatefulKind.Namespace);
        await cluster.RunAsync(cluster.Request(name, objects));

        Kept(removed, name).ShouldBe(["Namespace rt: what stays would go with it: Secret rt/made", "Secret rt/made: data would go with a Secret; --consent Secret lets it go"]);
        (await cluster.FindAsync("v1", "Secret", name, "made"))!["data"]!.ToJsonString().ShouldBe(before);
        (await RemoveAsync(name, null, Enum.GetValues<StatefulKind>())).ToText().ShouldEndWith("nothing of it is left");
    }

    [Fact]
    public async Task Definition_stays_while_others_have_objects_of_its_kind()
    {
        var name = cluster.NewName();
        var group = $"{name}.example.com";
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.Definition(group));
        await cluster.CreateAsync(Workloads.Theme(group, "default", name, "black"));

        var result = await RemoveAsync(name, null, Enum.GetValues<StatefulKind>());

        Kept(result, name).ShouldBe([$"CustomResourceDefinition themes.rt.example.com: 1 object of others would go with it, such as Theme default/rt"]);
        await cluster.DeleteAsync($"{group}/v1", "Theme", "default", name);
        (await RemoveAsync(name, null, Enum.GetValues<StatefulKind>())).ToText().ShouldBe("1 deleted, nothing of it is left");
    }

    [Fact]
    public async Task What_another_has_made_anew_under_the_same_name_stays_and_is_forgotten()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"));
        await cluster.DeleteAsync("v1", "ConfigMap", name, "settings");
        await cluster.CreateAsync(Workloads.ConfigMap(name, "settings", "theirs"));

        var result = await RemoveAsync(name);

        Kept(result, name)[0].ShouldBe("ConfigMap rt/settings: it no longer carries label sitebuilder.dev/release");
        (await cluster.FindAsync("v1", "ConfigMap", name, "settings")).ShouldNotBeNull();
        Kept(await RemoveAsync(name), name).ShouldBe(["Namespace rt: data would go with a Namespace; --consent Namespace lets it go"]);
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_named_and_the_next_run_goes_on_from_there()
    {
        var name = cluster.NewName();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "held").With("metadata.finalizers", new System.Text.Json.Nodes.JsonArray("example.com/hold")));

        var failure = await Should.ThrowAsync<StepFailedException>(() => new Rollout(TimeProvider.System).RemoveAsync(cluster.Request(name) with { StallDeadline = TimeSpan.FromSeconds(2) }, [], null, TestContext.Current.CancellationToken));

        cluster.Plain(failure.Message, name).ShouldBe("""
            Remove failed at release rt: 1 object could not be deleted; 1 deleted; 1 not begun:
              - ConfigMap rt/held: still there: waits for its finalizers ["example.com/hold"]
              remedy: see what they wait for, and run it again: it goes on with what is left
            """.Replace("; 1 not begun", "", StringComparison.Ordinal));
        await cluster.EditAsync("v1", "ConfigMap", name, "held", Workloads.Node(new { metadata = new { finalizers = (string[]?)null } }));
        (await RemoveAsync(name, null, StatefulKind.Namespace)).Entries.Where(e => e.Action == ChangeAction.Deleted).Select(e => e.Object).ShouldContain($"Namespace {name}");
        (await TracesAsync(name)).ShouldBeEmpty();
    }

    private Task<RemovalResult> RemoveAsync(string name, IProgress<RolloutEvent>? progress = null, params StatefulKind[] consent) =>
        new Rollout(TimeProvider.System).RemoveAsync(cluster.Request(name), consent, progress, TestContext.Current.CancellationToken);

    private static IReadOnlyList<string> Kept(RemovalResult result, string name) => [.. result.Kept().Select(e => $"{e.Object}: {e.Reason}".Replace(name, "rt", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>What the engine itself keeps of a release.</summary>
    private async Task<IReadOnlyList<string>> TracesAsync(string name)
    {
        var records = await cluster.Client.ListAsync(CoreResources.Secret, "sitebuilder-system", $"sitebuilder.dev/record-of={name}", TestContext.Current.CancellationToken);
        var inventory = await cluster.FindAsync("v1", "ConfigMap", "sitebuilder-system", $"inventory-{name}");
        var lease = await cluster.FindAsync("coordination.k8s.io/v1", "Lease", "sitebuilder-system", $"sitebuilder-{name}");
        return [.. records.Items.Append(inventory).Append(lease).OfType<System.Text.Json.Nodes.JsonObject>().Select(item => ObjectKey.Of(item).ToString())];
    }
}
