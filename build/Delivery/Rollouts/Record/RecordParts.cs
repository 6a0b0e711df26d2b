using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>
/// The further parts of a record that is too large for one Secret, which takes 1 MiB. They carry a label of their own, so that the record itself is found
/// as one; it names how many there are, and is written after them and deleted before them: what is not whole is no record.
/// </summary>
internal sealed class RecordParts(ClusterClient client, string release)
{
    public const string Key = "release";

    /// <summary>Below the limit of a Secret, and of a write, in which it travels as base64.</summary>
    public const int Largest = 768 * 1024;

    /// <summary>In how many Secrets a record is kept.</summary>
    public static int CountOf(JsonObject stored) => int.TryParse(stored.Annotation(RolloutNames.PartsAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var parts) ? parts : 1;

    /// <summary>All parts of a record, the first one being its own.</summary>
    /// <exception cref="StepFailedException">One is missing.</exception>
    public async Task<ReleaseRecord?> ReadAsync(JsonObject stored, CancellationToken ct)
    {
        if (stored.Text("data", Key) is not { } first)
        {
            return null;
        }

        var count = CountOf(stored);
        var rest = await Task.WhenAll(Enumerable.Range(2, count - 1).Select(number => client.FindAsync(CoreResources.Secret, RolloutNames.SystemNamespace, NameOf(stored.Name(), number), ct))).ConfigureAwait(false);
        var missing = Array.FindIndex(rest, part => part.Text("data", Key) is null);
        return missing < 0
            ? RecordPack.Unpack(rest.Select(part => part.Text("data", Key)!).Prepend(first))
            : throw new StepFailedException(
                RolloutNames.Stage, $"record {stored.Name()} of release {release}", $"part {missing + 2} of {count} is missing", $"Secret {RolloutNames.SystemNamespace}/{NameOf(stored.Name(), missing + 2)}",
                $"somebody has deleted it; drop the record: kubectl --context {client.Connection.Context} -n {RolloutNames.SystemNamespace} delete secret {stored.Name()}");
    }

    /// <summary>Writes all but the first.</summary>
    public Task WriteAsync(string name, IReadOnlyList<byte[]> parts, CancellationToken ct) => Task.WhenAll(Enumerable.Range(2, parts.Count - 1).Select(number => client.ApplyAsync(
        CoreResources.Secret,
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = NameOf(name, number),
                ["namespace"] = RolloutNames.SystemNamespace,
                ["labels"] = new JsonObject { [RolloutNames.ManagedByLabel] = RolloutNames.FieldManager, [RolloutNames.PartLabel] = release },
            },
            ["type"] = RolloutNames.RecordType,
            ["data"] = new JsonObject { [Key] = Convert.ToBase64String(parts[number - 1]) },
        },
        force: true,
        dryRun: false,
        ct)));

    /// <summary>Deletes those of records that are no more.</summary>
    /// <param name="kept">The records that there are.</param>
    public async Task PruneAsync(IEnumerable<RecordSummary> kept, CancellationToken ct)
    {
        var needed = kept.SelectMany(record => Enumerable.Range(2, record.Parts - 1).Select(number => NameOf(RolloutNames.Record(release, record.Revision), number))).ToHashSet(StringComparer.Ordinal);
        var parts = await client.ListAsync(CoreResources.Secret, RolloutNames.SystemNamespace, $"{RolloutNames.PartLabel}={release}", ct, metadataOnly: true).ConfigureAwait(false);
        foreach (var part in parts.Items.Where(part => !needed.Contains(part.Name())))
        {
            await client.DeleteAsync(CoreResources.Secret, RolloutNames.SystemNamespace, part.Name(), part.Uid(), ClusterClient.Background, ct).ConfigureAwait(false);
        }
    }

    /// <summary>A dot is in no name of a release.</summary>
    private static string NameOf(string record, int number) => $"{record}.{number}";
}
