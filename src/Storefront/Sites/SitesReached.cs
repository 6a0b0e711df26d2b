using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SiteBuilder.Storefront.Sites;

/// <summary>
/// Ready once Sites has answered, and from then on: when Sites goes away later, the pages seen so far still serve, and taking
/// every Storefront out of balance would turn old pages into none.
/// </summary>
public sealed class SitesReached : IHealthCheck
{
    private volatile bool _reached;

    /// <summary>True when Sites has answered once.</summary>
    public bool IsReached => _reached;

    /// <summary>Sites has answered.</summary>
    public void Yes() => _reached = true;

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_reached ? HealthCheckResult.Healthy("has answered") : HealthCheckResult.Unhealthy("has not answered yet"));
}
