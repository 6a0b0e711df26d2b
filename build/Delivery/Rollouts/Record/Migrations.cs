using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>
/// Database migrations by expand and contract. A Job with the annotation <c>sitebuilder.dev/migration</c> goes forward only: no rollback runs it.
/// The annotation <c>sitebuilder.dev/contract</c>, with the names of contract migrations between commas, says that what runs before them no longer
/// fits the data once they have run: no rollback goes behind them.
/// </summary>
internal static class Migrations
{
    /// <summary>Whether the object migrates data when it runs.</summary>
    public static bool IsMigration(JsonObject item) =>
        item.Kind() == "Job" && (item.Annotation(RolloutNames.MigrationAnnotation) is not null || item.Annotation(RolloutNames.ContractAnnotation) is not null);

    /// <summary>The contract migrations that the objects name.</summary>
    public static IEnumerable<RanContract> ContractsOf(IEnumerable<JsonObject> objects, int revision) =>
        from item in objects
        from id in item.Annotation(RolloutNames.ContractAnnotation)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []
        select new RanContract(id, ObjectKey.Of(item).ToString(), revision);

    /// <summary>All that have run by now: what an earlier rollout has noted stays so.</summary>
    public static IReadOnlyList<RanContract> After(ReleaseRecord? newest, IEnumerable<RanContract> more) =>
        [.. (newest?.Contracts ?? []).Concat(more).DistinctBy(contract => contract.Id)];

    /// <summary>Why nothing may go back to a release; null where it may.</summary>
    /// <param name="target">The release to go back to.</param>
    /// <param name="ran">All that have run by now.</param>
    public static string? ReasonNotToGoBack(ReleaseRecord target, IEnumerable<RanContract> ran)
    {
        var missed = ran.Where(contract => target.Contracts.All(known => known.Id != contract.Id)).ToList();
        return missed.Count == 0
            ? null
            : $"contract migration{(missed.Count == 1 ? "" : "s")} {string.Join(", ", missed.Select(contract => $"{contract.Id} ({contract.Object}, revision {contract.Revision})"))} ran after revision {target.Revision}, which no longer fits the data (annotation {RolloutNames.ContractAnnotation})";
    }
}
