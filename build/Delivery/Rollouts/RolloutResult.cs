using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>What a rollout did. A failed one hangs it on its exception: <c>exception.Data[RolloutResult.DataKey]</c>.</summary>
public sealed record RolloutResult
{
    /// <summary>Key of the result in the data of the exception that ends a failed rollout.</summary>
    public const string DataKey = "rollout";

    /// <summary>Key that is in the data of the exception of a rollout that has given way to a later one.</summary>
    public const string SupersededKey = "superseded";

    /// <summary>Every object with what was done; nothing is left out.</summary>
    public required IReadOnlyList<RolloutEntry> Entries { get; init; }

    /// <summary>Number of the record that describes the cluster now; an unchanged rollout makes no new one.</summary>
    public required int Revision { get; init; }

    /// <summary>False where nothing was written but the lock.</summary>
    public required bool Changed { get; init; }

    /// <summary>What did not stop it and should be known, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What a rollback undid, a line each; empty where none was needed.</summary>
    public IReadOnlyList<string> TakenBack { get; init; } = [];

    /// <summary>The root cause where the rollout ended by a verdict; null where it did not.</summary>
    public RolloutFailure? Failure { get; init; }

    /// <summary>In one line: <c>24 created, 3 unchanged</c>. What was to be deleted and is still there is <c>not deleted</c>.</summary>
    public string Counts() => string.Join(", ", Entries.GroupBy(e => (e.Action, IsLeft: IsLeft(e))).OrderBy(g => g.Key).Select(g => $"{g.Count()} {(g.Key.IsLeft ? "not deleted" : g.Key.Action.ToString().ToLowerInvariant())}"));

    /// <summary>What was to be deleted and is still there, a line each; a release is good all the same.</summary>
    internal static IEnumerable<string> Left(IEnumerable<RolloutEntry> entries) => entries.Where(IsLeft).Select(e => $"not deleted: {e.Object}: {e.Reason}");

    internal static bool IsLeft(RolloutEntry entry) => entry is { Action: ChangeAction.Deleted, Status: "Failed" };
}
