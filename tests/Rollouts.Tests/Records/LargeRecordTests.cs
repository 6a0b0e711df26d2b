using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Records;

/// <summary>Records that are larger than a Secret may be.</summary>
[Trait("Suite", "Service")]
public sealed class LargeRecordTests(TestCluster cluster)
{
    private const int Many = 3000;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_of_three_thousand_objects_is_recorded_read_back_and_removed()
    {
        var name = cluster.NewName();
        JsonObject[] objects = [Workloads.Namespace(name), .. Objects(name, Many - 1, 500)];

        (await cluster.RunAsync(cluster.Request(name, objects))).Revision.ShouldBe(1);

        RecordPack.Pack((await Store(name).ReadAsync(1, Cancellation))!).Length.ShouldBeGreaterThan(1024 * 1024);
        (await cluster.RunAsync(cluster.Request(name, objects))).Changed.ShouldBeFalse();
        (await new Rollout(TimeProvider.System).StatusAsync(cluster.Request(name), Cancellation)).Objects.Count.ShouldBe(Many);
        (await SecretsAsync(name)).ShouldBe([$"release-{name}-1", $"release-{name}-1.2", $"release-{name}-1.3"]);
        await new Rollout(TimeProvider.System).RemoveAsync(cluster.Request(name), [SiteBuilder.Delivery.Rollouts.Removal.StatefulKind.Namespace], null, Cancellation);
        (await SecretsAsync(name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_go_with_their_record_and_the_last_good_one_stays()
    {
        var name = cluster.NewName();
        for (var revision = 1; revision <= 12; revision++)
        {
            var size = revision is 1 or 2 or 3 ? 3 : 0;
            await AddAsync(name, revision, revision == 2 ? ReleaseRecord.Succeeded : ReleaseRecord.Failed, [.. Objects(name, size, 1024 * 400)]);
        }

        (await SecretsAsync(name)).ShouldBe(new[] { 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9 }.SelectMany(revision => revision is 2 or 3 ? [$"release-{name}-{revision}", $"release-{name}-{revision}.2"] : new[] { $"release-{name}-{revision}" }), ignoreOrder: true);
        (await Store(name).ReadAsync(2, Cancellation))!.Objects.Select(o => o.ToJsonString()).ShouldBe(Objects(name, 3, 1024 * 400).Select(o => o.ToJsonString()));
        (await Store(name).ReadAllAsync(Cancellation)).Count.ShouldBe(11);
    }

    [Fact]
    public async Task Record_of_the_same_revision_that_was_left_by_a_killed_rollout_is_written_over()
    {
        var name = cluster.NewName();
        await AddAsync(name, 1, ReleaseRecord.Failed, [.. Objects(name, 6, 1024 * 400)]);
        (await SecretsAsync(name)).Count.ShouldBe(4);
        await cluster.DeleteAsync("v1", "Secret", "sitebuilder-system", $"release-{name}-1");

        (await Store(name).ReadAsync(1, Cancellation)).ShouldBeNull();
        await AddAsync(name, 1, ReleaseRecord.Succeeded, [.. Objects(name, 3, 1024 * 400)]);

        (await SecretsAsync(name)).ShouldBe([$"release-{name}-1", $"release-{name}-1.2"]);
        (await Store(name).ReadAsync(1, Cancellation))!.Objects.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Record_without_one_of_its_parts_says_so()
    {
        var name = cluster.NewName();
        await AddAsync(name, 1, ReleaseRecord.Succeeded, [.. Objects(name, 3, 1024 * 400)]);
        await cluster.DeleteAsync("v1", "Secret", "sitebuilder-system", $"release-{name}-1.2");

        var failure = await Should.ThrowAsync<StepFailedException>(() => new Rollout(TimeProvider.System).StatusAsync(cluster.Request(name), Cancellation));

        failure.Message.ShouldBe($"""
            Status failed at record release-{name}-1 of release {name}: part 2 of 2 is missing
              expected: Secret sitebuilder-system/release-{name}-1.2
              remedy: somebody has deleted it; drop the record: kubectl --context {cluster.Client.Connection.Context} -n sitebuilder-system delete secret release-{name}-1
            """);
    }

    /// <summary>So large each, of characters that cannot be packed to less than half.</summary>
    private static IEnumerable<JsonObject> Objects(string ns, int count, int size)
    {
        var random = new Random(1);
        var bytes = new byte[size];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            yield return Workloads.ConfigMap(ns, $"settings-{i}", Convert.ToBase64String(bytes));
        }
    }

    private RecordStore Store(string name) => new(cluster.Client, name);

    private async Task AddAsync(string name, int revision, string result, IReadOnlyList<JsonObject> objects)
    {
        var store = Store(name);
        var record = new ReleaseRecord { Release = name, Revision = revision, Result = result, When = DateTimeOffset.UnixEpoch, Origin = new RolloutOrigin("tester", null, null), Images = new Dictionary<string, string>(), Objects = objects };
        await store.AddAsync(record, await store.ListAsync(Cancellation), Cancellation);
    }

    private async Task<IReadOnlyList<string>> SecretsAsync(string name)
    {
        var secrets = await cluster.Client.ListAsync(CoreResources.Secret, "sitebuilder-system", null, Cancellation, metadataOnly: true);
        return [.. secrets.Items.Select(ObjectJson.Name).Where(n => n.StartsWith($"release-{name}-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
