namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>One thing that is looked at before the first write. Reads only.</summary>
internal interface IPreflightCheck
{
    /// <summary>Everything that it finds; nothing where all is well.</summary>
    Task<IReadOnlyList<Finding>> FindAsync(PreflightContext context, CancellationToken ct);
}
