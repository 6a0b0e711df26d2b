using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SiteBuilder.Auth.Signing;

/// <summary>
/// The keys of the tokens that are sent to Auth itself: it has them and asks nobody. Asking for them by its own address would lead to any of its
/// pods, to one that is stopping as well.
/// </summary>
internal sealed class OwnKeys(KeyRing keys) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var configuration = new OpenIdConnectConfiguration();
        foreach (var key in await keys.PublishedAsync(cancel))
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration;
    }

    public void RequestRefresh()
    {
        // the ring looks at the database by itself
    }
}
