namespace SiteBuilder.Delivery.Rollouts;

/// <summary>Where a rollout comes from; goes into the record and names the holder of the lock.</summary>
/// <param name="Who">Person or account, such as <c>ann@laptop</c>.</param>
/// <param name="Commit">The git commit; null where there is none.</param>
/// <param name="Run">The CI run or another name of this run; null where there is none.</param>
public sealed record RolloutOrigin(string Who, string? Commit, string? Run)
{
    private const int ShortHash = 12;

    /// <summary>The commit as people write it, with <c>-dirty</c> where it was so; null where there is none.</summary>
    public string? ShortCommit() => Commit?.Split('-') is [var hash, .. var rest] ? string.Join('-', [hash[..Math.Min(hash.Length, ShortHash)], .. rest]) : null;
}
