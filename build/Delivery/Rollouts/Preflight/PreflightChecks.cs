using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>All that is looked at once it is known what would be written, all at once and into one list.</summary>
internal static class PreflightChecks
{
    private static readonly IReadOnlyList<IPreflightCheck> s_all =
        [new AccessReview(), new SharedObjects(), new Architectures(), new QuotaRoom(), new NodeRoom(), new DisruptionBudgets(), new Availability()];

    /// <summary>Problems and warnings; none, and no request, where nothing is written.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken ct)
    {
        if (context.Writes.Count == 0 && context.Stale.All(c => c.Action != ChangeAction.Deleted))
        {
            return [];
        }

        var found = await Task.WhenAll(s_all.Select(check => check.FindAsync(context, ct))).ConfigureAwait(false);
        return [.. found.SelectMany(f => f), .. context.Facts.Withheld()];
    }
}
