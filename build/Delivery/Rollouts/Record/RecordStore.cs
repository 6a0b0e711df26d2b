using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>Keeps the last ten rollouts of a release as Secrets in the cluster they describe.</summary>
internal sealed class RecordStore(ClusterClient client, string release)
{
    private const int Kept = 10;
    private readonly RecordParts _parts = new(client, release);

    /// <summary>The records there are, the newest first.</summary>
    public async Task<IReadOnlyList<RecordSummary>> ListAsync(CancellationToken ct)
    {
        var list = await client.ListAsync(CoreResources.Secret, RolloutNames.SystemNamespace, $"{RolloutNames.RecordLabel}={release}", ct, metadataOnly: true).ConfigureAwait(false);
        return [.. list.Items
            .Select(i => new RecordSummary(int.TryParse(i.Label(RolloutNames.RevisionLabel), out var revision) ? revision : 0, i.Label(RolloutNames.ResultLabel) ?? "", i.Uid(), RecordParts.CountOf(i)))
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
            await client.DeleteAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.Record(release, record.Revision), record.Uid, ClusterClient.Background, ct).ConfigureAwait(false);
        }

        await _parts.PruneAsync([], ct).ConfigureAwait(false);
    }

    /// <summary>The records in full, the newest first.</summary>
    public async Task<IReadOnlyList<ReleaseRecord>> ReadAllAsync(CancellationToken ct)
    {
        var list = await client.ListAsync(CoreResources.Secret, RolloutNames.SystemNamespace, $"{RolloutNames.RecordLabel}={release}", ct).ConfigureAwait(false);
        var records = await Task.WhenAll(list.Items.Select(item => _parts.ReadAsync(item, ct))).ConfigureAwait(false);
        return [.. records.OfType<ReleaseRecord>().OrderByDescending(record => record.Revision)];
    }

    /// <summary>One record; null where it is not there.</summary>
    public async Task<ReleaseRecord?> ReadAsync(int revision, CancellationToken ct)
    {
        var stored = await client.FindAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.Record(release, revision), ct).ConfigureAwait(false);
        return stored is null ? null : await _parts.ReadAsync(stored, ct).ConfigureAwait(false);
    }

    /// <summary>Adds a record and drops those that are too old; the last good one is always kept.</summary>
    public async Task AddAsync(ReleaseRecord record, IReadOnlyList<RecordSummary> before, CancellationToken ct)
    {
        var name = RolloutNames.Record(release, record.Revision);
        var parts = RecordPack.Pack(record).Chunk(RecordParts.Largest).ToList();
        await _parts.WriteAsync(name, parts, ct).ConfigureAwait(false);

        // an apply, not a create: where the answer to the first try was lost, the second must not find itself in the way
        await client.ApplyAsync(
            CoreResources.Secret,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["namespace"] = RolloutNames.SystemNamespace,
                    ["labels"] = new JsonObject
                    {
                        [RolloutNames.ManagedByLabel] = RolloutNames.FieldManager,
                        [RolloutNames.RecordLabel] = release,
                        [RolloutNames.RevisionLabel] = record.Revision.ToString(CultureInfo.InvariantCulture),
                        [RolloutNames.ResultLabel] = record.Result,
                    },
                    ["annotations"] = parts.Count == 1 ? [] : new JsonObject { [RolloutNames.PartsAnnotation] = parts.Count.ToString(CultureInfo.InvariantCulture) },
                },
                ["type"] = RolloutNames.RecordType,
                ["data"] = new JsonObject { [RecordParts.Key] = Convert.ToBase64String(parts[0]) },
            },
            force: true,
            dryRun: false,
            ct).ConfigureAwait(false);

        var lastGood = record.Result == ReleaseRecord.Succeeded ? record.Revision : before.FirstOrDefault(s => s.Result == ReleaseRecord.Succeeded)?.Revision;
        var tooOld = before.Skip(Kept - 1).Where(s => s.Revision != lastGood).ToList();
        foreach (var old in tooOld)
        {
            await client.DeleteAsync(CoreResources.Secret, RolloutNames.SystemNamespace, RolloutNames.Record(release, old.Revision), old.Uid, ClusterClient.Background, ct).ConfigureAwait(false);
        }

        if (parts.Count > 1 || before.Any(s => s.Parts > 1))
        {
            await _parts.PruneAsync(before.Except(tooOld).Append(new RecordSummary(record.Revision, record.Result, "", parts.Count)), ct).ConfigureAwait(false);
        }
    }
}
