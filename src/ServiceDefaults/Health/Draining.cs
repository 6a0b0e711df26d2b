using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SiteBuilder.ServiceDefaults.Http;

namespace SiteBuilder.ServiceDefaults.Health;

/// <summary>
/// A stopping service first says that it is not ready and goes on serving, so that balancers look elsewhere; then the server
/// closes and lets the requests in flight end.
/// </summary>
internal sealed class Draining(HttpSettings settings, TimeProvider clock, ILogger<Draining> logger) : IHostedLifecycleService, IHealthCheck
{
    public bool Begun { get; private set; }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Begun = true;
        logger.LogInformation("Draining for {Seconds} s before the port closes", settings.Drain.TotalSeconds);
        await Task.Delay(settings.Drain, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Begun ? HealthCheckResult.Unhealthy("stopping") : HealthCheckResult.Healthy("serving"));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
