using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Rollouts;

/// <summary>A number in a manifest makes the volumes of a StatefulSet larger, and its pods go on.</summary>
[Trait("Suite", "Service")]
public sealed class GrownVolumesTests(TestCluster cluster)
{
    private static readonly ApiResource s_classes = new("storage.k8s.io/v1", "StorageClass", "storageclasses", false);

    [Fact]
    public Task Claims_grow_and_the_set_is_made_anew_around_its_pods() => InClassAsync(grows: true, async name =>
    {
        await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "1Mi"));
        var (pod, set) = (await UidAsync(name, "v1", "Pod", "db-0"), await UidAsync(name, "apps/v1", "StatefulSet", "db"));

        var plan = await new Rollout(TimeProvider.System).PlanAsync(cluster.Request(name, Workloads.Namespace(name), Set(name, "2Mi")), TestContext.Current.CancellationToken);
        var result = await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "2Mi"));

        plan.Problems.ShouldBeEmpty();
        var entry = plan.Entries.Single(e => e.Object == $"StatefulSet {name}/db");
        entry.Reason.ShouldBe("its volumes grow: its claims first, then it is made anew around its pods");
        entry.Changes.Select(f => f.ToString()).ShouldBe(["~ spec.volumeClaimTemplates[data].spec.resources.requests.storage: \"1Mi\" -> \"2Mi\""]);
        result.Entries.ShouldAllBe(e => e.Status == "Ready");
        (await SizesAsync(name)).ShouldBe(["data-db-0=2Mi", "data-db-1=2Mi"]);
        (await UidAsync(name, "v1", "Pod", "db-0")).ShouldBe(pod);
        (await UidAsync(name, "apps/v1", "StatefulSet", "db")).ShouldNotBe(set);
        (await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "2Mi"))).Changed.ShouldBeFalse();
    });

    [Fact]
    public Task What_others_have_set_of_it_stays_theirs() => InClassAsync(grows: true, async name =>
    {
        await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "1Mi"));
        await cluster.EditAsync("apps/v1", "StatefulSet", name, "db", Workloads.Node(new { spec = new { template = new { metadata = new { annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/restartedAt"] = "2026-01-31T12:00:00Z" } } } } }), "kubectl-rollout");
        await cluster.EditAsync("apps/v1", "StatefulSet", name, "db", Workloads.Node(new { spec = new { replicas = 3 } }), "kubectl");
        await cluster.FindAsync("apps/v1", "StatefulSet", name, "db", set => set.Number("status", "readyReplicas") == 3 && set.Number("status", "updatedReplicas") == 3 && set.Text("status", "currentRevision") == set.Text("status", "updateRevision"));
        var pod = await UidAsync(name, "v1", "Pod", "db-0");
        var request = cluster.Request(name, Workloads.Namespace(name), Set(name, "2Mi")) with { Drift = DriftPolicy.Keep };

        (await cluster.RunAsync(request)).Entries.ShouldAllBe(e => e.Status == "Ready");

        (await SizesAsync(name)).ShouldBe(["data-db-0=2Mi", "data-db-1=2Mi", "data-db-2=2Mi"]);
        (await UidAsync(name, "v1", "Pod", "db-0")).ShouldBe(pod);
        var live = await cluster.FindAsync("apps/v1", "StatefulSet", name, "db");
        live.Number("spec", "replicas").ShouldBe(3);
        live.Items("metadata", "managedFields").Where(f => f.At("fieldsV1", "f:spec", "f:replicas") is not null && f.Text("subresource") is null).Select(f => f.Text("manager")).ShouldBe(["kubectl"]);
        (await cluster.RunAsync(request)).Changed.ShouldBeFalse();
        (await UidAsync(name, "v1", "Pod", "db-0")).ShouldBe(pod);
    });

    [Fact]
    public Task Whoever_goes_back_keeps_the_larger_volumes() => InClassAsync(grows: true, async name =>
    {
        await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "1Mi"));
        await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "2Mi").With("spec.template.metadata.labels.version", "2"));
        var rollout = new Rollout(TimeProvider.System);

        var back = await rollout.RollbackAsync(cluster.Request(name), null, null, TestContext.Current.CancellationToken);

        back.Entries.ShouldAllBe(e => e.Status == "Ready");
        (await SizesAsync(name)).ShouldBe(["data-db-0=2Mi", "data-db-1=2Mi"]);
        var live = await cluster.FindAsync("apps/v1", "StatefulSet", name, "db");
        live.Text("spec", "template", "metadata", "labels", "version").ShouldBeNull();
        var plan = await rollout.PlanAsync(cluster.Request(name, Workloads.Namespace(name), Set(name, "1Mi")), TestContext.Current.CancellationToken);
        plan.Problems.ShouldBeEmpty();
        plan.HasChanges.ShouldBeFalse();
    });

    [Fact]
    public Task Volumes_that_cannot_grow_are_said_so_before_anything_is_written() => InClassAsync(grows: false, async name =>
    {
        await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "1Mi"));
        var before = await cluster.SnapshotAsync(name);

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Set(name, "2Mi")));

        text.ShouldBe("""
            Deploy failed at preflight of release rt: 1 problem, nothing was written:
              - StatefulSet rt/db: its volumes cannot grow: PersistentVolumeClaim rt/data-db-0: persistentvolumeclaims "data-db-0" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize; keep their size, or let their StorageClass grow volumes (allowVolumeExpansion: true)
              remedy: correct all of them and run again
            """);
        (await cluster.SnapshotAsync(name)).ShouldBe(before);
    });

    [Fact]
    public Task What_else_cannot_change_is_refused_as_ever() => InClassAsync(grows: true, async name =>
    {
        await cluster.RunAsync(name, Workloads.Namespace(name), Set(name, "1Mi"));

        var (_, text) = await cluster.FailAsync(cluster.Request(name, Workloads.Namespace(name), Set(name, "2Mi").With("spec.serviceName", "other")));

        text.ShouldContain("StatefulSet rt/db: a field that cannot change was changed: ");
        (await SizesAsync(name)).ShouldBe(["data-db-0=1Mi", "data-db-1=1Mi"]);
    });

    private static JsonObject Set(string name, string size) => Workloads.StatefulSet(name, "db", Workloads.Deployment(name, "db"))
        .With("spec.replicas", 2)
        .With("spec.volumeClaimTemplates", new JsonArray(Workloads.Node(new
        {
            metadata = new { name = "data" },
            spec = new { accessModes = new[] { "ReadWriteOnce" }, storageClassName = name, resources = new { requests = new { storage = size } } },
        })));

    /// <summary>Runs with a name, of which there is a class of storage too, until the end.</summary>
    private async Task InClassAsync(bool grows, Func<string, Task> test)
    {
        var name = cluster.NewNameForPods();
        await CreateClassAsync(name, grows);
        try
        {
            await test(name);
        }
        finally
        {
            await cluster.DeleteAsync(s_classes.ApiVersion, s_classes.Kind, null, name);
        }
    }

    /// <summary>The cluster's own class once more, under this name.</summary>
    private async Task CreateClassAsync(string name, bool grows)
    {
        var own = (await cluster.Client.ListAsync(s_classes, null, null, CancellationToken.None)).Items.First(c => c.Annotation("storageclass.kubernetes.io/is-default-class") == "true");
        await cluster.CreateAsync(Workloads.Node(new
        {
            apiVersion = s_classes.ApiVersion,
            kind = s_classes.Kind,
            metadata = new { name },
            provisioner = own.Text("provisioner"),
            volumeBindingMode = own.Text("volumeBindingMode"),
            allowVolumeExpansion = grows,
        }));
    }

    private async Task<string?> UidAsync(string name, string apiVersion, string kind, string item) => (await cluster.FindAsync(apiVersion, kind, name, item))?.Uid();

    private async Task<IEnumerable<string>> SizesAsync(string name) =>
        (await cluster.Client.ListAsync(CoreResources.PersistentVolumeClaim, name, null, CancellationToken.None)).Items.Select(c => $"{c.Name()}={c.Text("spec", "resources", "requests", "storage")}");
}
