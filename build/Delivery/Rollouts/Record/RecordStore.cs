using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>Keeps the last ten rollouts of a release as Secrets in the cluster they describe.</summary>
internal sealed class RecordStore(ClusterClient client, string release)
{
    private const int Kept = 10;
    private const string Key = "release";

    /// <summary>The records there are, the newest first.</summary>
    public async Task<IReadOnlyList<RecordSummary>> ListAsync(CancellationToken ct)
    {
        var list = await client.ListAsync(CoreResources.Secret, RolloutNames.SystemNamespace, $"{RolloutNames.RecordLabel}={release}", ct, metadataOnly: true).ConfigureAwait(false);
        return [.. list.Items
            .Select(i => new RecordSummary(int.TryParse(i.Label(RolloutNames.RevisionLabel), out var revision) ? revision : 0, i.Label(RolloutNames.ResultLabel) ?? "", i.Uid()))
            .OrderByDescending(s => s.Revision)];
    }

    /// <summary>The names of all releases that have records in the cluster.</summary>
    public static async Task<IReadOnlyList<string>> ReleasesAsync(ClusterClient client, CancellationToken ct)
    {
        var list = await client.ListAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.RecordLabel, ct, metadataOnly: true).ConfigureAwait(false);
        return [.. list.Items.Select(item => item.Label(RolloutNames.RecordLabel)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Drops all records of the release.</summary>
    public async Task ClearAsync(CancellationToken ct)
    {
        foreach (var record in await ListAsync(ct).ConfigureAwait(false))
        {
            await client.DeleteAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.Record(release, record.Revision), record.Uid, "Background", ct).ConfigureAwait(false);
        }
    }

    /// <summary>The records in full, the newest first.</summary>
    public async Task<IReadOnlyList<ReleaseRecord>> ReadAllAsync(CancellationToken ct)
    {
        var list = await client.ListAsync(CoreResources.Secret, RolloutNames.SystemNamespace, $"{RolloutNames.RecordLabel}={release}", ct).ConfigureAwait(false);
        return [.. list.Items.Select(item => item.Text("data", Key) is { } text ? Unpack(text) : null).OfType<ReleaseRecord>().OrderByDescending(record => record.Revision)];
    }

    /// <summary>One record; null where it is not there.</summary>
    public async Task<ReleaseRecord?> ReadAsync(int revision, CancellationToken ct)
    {
        var stored = await client.FindAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.Record(release, revision), ct).ConfigureAwait(false);
        return stored.Text("data", Key) is { } text ? Unpack(text) : null;
    }

    /// <summary>Adds a record and drops those that are too old; the last good one is always kept.</summary>
    public async Task AddAsync(ReleaseRecord record, IReadOnlyList<RecordSummary> before, CancellationToken ct)
    {
        // an apply, not a create: where the answer to the first try was lost, the second must not find itself in the way
        await client.ApplyAsync(
            CoreResources.Secret,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new JsonObject
                {
                    ["name"] = RolloutNames.Record(release, record.Revision),
                    ["namespace"] = RolloutNames.SystemNamespace,
                    ["labels"] = new JsonObject
                    {
                        [RolloutNames.ManagedByLabel] = RolloutNames.FieldManager,
                        [RolloutNames.RecordLabel] = release,
                        [RolloutNames.RevisionLabel] = record.Revision.ToString(CultureInfo.InvariantCulture),
                        [RolloutNames.ResultLabel] = record.Result,
                    },
                },
                ["type"] = RolloutNames.RecordType,
                ["data"] = new JsonObject { [Key] = Pack(record) },
            },
            force: true,
            dryRun: false,
            ct).ConfigureAwait(false);

        var lastGood = record.Result == ReleaseRecord.Succeeded ? record.Revision : before.FirstOrDefault(s => s.Result == ReleaseRecord.Succeeded)?.Revision;
        foreach (var old in before.Skip(Kept - 1).Where(s => s.Revision != lastGood))
        {
            await client.DeleteAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.Record(release, old.Revision), old.Uid, "Background", ct).ConfigureAwait(false);
        }
    }

    /// <summary>Base64 of gzip of JSON.</summary>
    internal static string Pack(ReleaseRecord record)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            JsonSerializer.Serialize(packed, record with { Objects = [.. record.Objects.Select(WithoutValues)] });
        }

        return Convert.ToBase64String(buffer.ToArray());
    }

    internal static ReleaseRecord? Unpack(string text)
    {
        using var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ReleaseRecord>(packed);
    }

    private static JsonObject WithoutValues(JsonObject item)
    {
        var copy = item.Copy();
        if (copy.IsSecret() && copy["data"] is JsonObject data)
        {
            foreach (var key in data.Select(p => p.Key).ToList())
            {
                data[key] = "";
            }
        }

        return copy;
    }
}
