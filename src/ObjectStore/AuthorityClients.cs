using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.ObjectStore;

/// <summary>Clients of a store whose certificate must be for the host that is called, and of one of the authorities in a file, which is read at every new connection.</summary>
/// <param name="authority">The authorities, in PEM.</param>
/// <param name="connecting">How long a connection may take.</param>
/// <param name="request">How long a request may take.</param>
internal sealed class AuthorityClients(MountedFile authority, TimeSpan connecting, TimeSpan request) : HttpClientFactory
{
    private const string IsServer = "1.3.6.1.5.5.7.3.1";

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = connecting,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsVouchedFor(certificate as X509Certificate2, chain, errors) },
    })
    {
        Timeout = request,
    };

    private bool IsVouchedFor(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return false;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.ApplicationPolicy.Add(new Oid(IsServer));
        policy.CustomTrustStore.ImportFromPem(authority.Read());
        policy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        using var chain = new X509Chain { ChainPolicy = policy };
        return chain.Build(certificate);
    }
}
