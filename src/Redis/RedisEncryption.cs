using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SiteBuilder.ServiceDefaults.Settings;
using StackExchange.Redis;

namespace SiteBuilder.Redis;

/// <summary>How connections to Redis and its Sentinels are encrypted.</summary>
/// <param name="Authority">The authorities that may vouch for members, in PEM; read at every new connection, so a changed file is taken up.</param>
/// <param name="ServerName">The name that the certificate of every member must have, whatever address it is called by.</param>
public sealed record RedisEncryption(MountedFile Authority, string ServerName)
{
    /// <summary>Reads the settings below a key; null where there is no <c>AuthorityFile</c>. Problems go to the reader.</summary>
    public static RedisEncryption? ReadOptional(SettingsReader reader, string key) => reader.OptionalText($"{key}:AuthorityFile") is null
        ? null
        : new RedisEncryption(reader.File($"{key}:AuthorityFile"), reader.Text($"{key}:ServerName"));

    /// <summary>Has all connections that are made with these options encrypted.</summary>
    internal void Apply(ConfigurationOptions options)
    {
        options.Ssl = true;
        options.SslHost = ServerName;
        options.SslClientAuthenticationOptions = _ => new SslClientAuthenticationOptions
        {
            TargetHost = ServerName,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = Policy(),
        };
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Authority.Read());
        return policy;
    }
}
