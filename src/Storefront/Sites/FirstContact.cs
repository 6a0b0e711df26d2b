namespace SiteBuilder.Storefront.Sites;

/// <summary>Asks Sites once a second until it has answered, so that the service becomes ready without a visitor.</summary>
internal sealed class FirstContact(IServiceScopeFactory scopes, SitesReached reached, TimeProvider clock, ILogger<FirstContact> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // no brand can have this host (RFC 2606); that Sites says so is answer enough
    private const string Host = "ready.invalid";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!reached.IsReached)
        {
            try
            {
                using var scope = scopes.CreateScope();
                await scope.ServiceProvider.GetRequiredService<SitesClient>().AskAsync(Host, "/", stoppingToken);
            }
            catch (SitesAwayException problem)
            {
                logger.LogInformation("Waiting for Sites: {Reason}", problem.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }
}
