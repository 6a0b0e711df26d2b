using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SiteBuilder.ServiceDefaults.Tokens;

/// <summary>Asks for the keys of tokens until they are there, so that the first request with a token need not wait for them.</summary>
internal sealed class FirstKeys(IOptionsMonitor<JwtBearerOptions> tokens, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var manager = tokens.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await manager.GetConfigurationAsync(stoppingToken);
                return;
            }
            catch (InvalidOperationException)
            {
                // Auth does not answer yet
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
