using SiteBuilder.Delivery.Rollouts.Apply;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.History;
using SiteBuilder.Delivery.Rollouts.Record;
using SiteBuilder.Delivery.Rollouts.State;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts;

public sealed partial class Rollout
{
    /// <summary>What is remembered of a release. Reads only.</summary>
    /// <exception cref="StepFailedException">The cluster is not the expected one, or has no such release.</exception>
    public Task<ReleaseHistory> HistoryAsync(RolloutRequest request, CancellationToken ct) =>
        ReadAsync(Called(request, "History"), (_, records) => Task.FromResult(new ReleaseHistory(request.Release, [.. records.Select((record, index) => Entry(record, records.ElementAtOrDefault(index + 1)))])), ct);

    /// <summary>How a release stands now: every object with its state, and what others have changed. Reads only.</summary>
    /// <exception cref="StepFailedException">The cluster is not the expected one, or has no such release.</exception>
    public Task<ReleaseStatus> StatusAsync(RolloutRequest request, CancellationToken ct) =>
        ReadAsync(Called(request, "Status"), (client, records) => new StatusReader(client, request.Release, time).ReadAsync(records[0], ct), ct);

    private async Task<T> ReadAsync<T>(RolloutRequest request, Func<ClusterClient, IReadOnlyList<ReleaseRecord>, Task<T>> read, CancellationToken ct)
    {
        using var client = await ClientAsync(request, null).ConfigureAwait(false);
        return await GuardAsync(request, client, new RolloutLedger(time, null), async () =>
        {
            await CheckIdentityAsync(request, client, ct).ConfigureAwait(false);
            var records = await new RecordStore(client, request.Release).ReadAllAsync(ct).ConfigureAwait(false);
            if (records.Count > 0)
            {
                return await read(client, records).ConfigureAwait(false);
            }

            var others = await RecordStore.ReleasesAsync(client, ct).ConfigureAwait(false);
            throw new StepFailedException(request.Command, $"release {request.Release}", "the cluster has no such release", others.Count == 0 ? null : $"one of: {string.Join(", ", others)}", $"check the name, kubeconfig {client.Connection.Kubeconfig} and context {client.Connection.Context}");
        }).ConfigureAwait(false);
    }

    private static HistoryEntry Entry(ReleaseRecord record, ReleaseRecord? before) => new()
    {
        Revision = record.Revision,
        When = record.When,
        Origin = record.Origin,
        Result = record.Result,
        RollbackTo = record.RollbackTo,
        Images = before is null && record.Revision > 1 ? [] : ImageChanges.Between(before?.Objects ?? [], record.Objects),
        Contracts = [.. record.Contracts.Where(contract => contract.Revision == record.Revision).Select(contract => contract.Id)],
    };
}
