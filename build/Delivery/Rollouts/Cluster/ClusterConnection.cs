using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The way to one API server: address, TLS and credentials from a kubeconfig. The rest of the client library is not used.</summary>
internal sealed class ClusterConnection : Kubernetes
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private ClusterConnection(KubernetesClientConfiguration config, string kubeconfig)
        : base(config)
    {
        Context = config.CurrentContext ?? "";
        Kubeconfig = kubeconfig;
        Server = new Uri(config.Host.TrimEnd('/'));
    }

    /// <summary>Name of the context in use.</summary>
    public string Context { get; }

    /// <summary>Path of the kubeconfig.</summary>
    public string Kubeconfig { get; }

    /// <summary>Address of the API server.</summary>
    public Uri Server { get; }

    /// <exception cref="StepFailedException">The kubeconfig is missing, cannot be read or lacks the context.</exception>
    public static ClusterConnection Open(string kubeconfig, string? context)
    {
        try
        {
            var config = KubernetesClientConfiguration.BuildConfigFromConfigObject(KubeconfigFile.Read(kubeconfig), context);
            config.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            config.FirstMessageHandlerSetup = handler =>
            {
                // a connection whose other end is gone tells nobody: requests and watches on it would wait for minutes
                handler.ConnectTimeout = LongestSilence;
                handler.KeepAlivePingDelay = LongestSilence;
                handler.KeepAlivePingTimeout = LongestSilence;
                if (config is { SslCaCerts: { Count: > 0 } authorities, SkipTlsVerify: false })
                {
                    Trust(handler.SslOptions, authorities);
                }
            };
            return new ClusterConnection(config, kubeconfig);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // the library meets an empty or strange file with exceptions of every kind
            throw KubeconfigProblem.Failure(kubeconfig, context, e);
        }
    }

    /// <summary>Has the certificate checked against these authorities alone; the library would read all that the machine trusts first.</summary>
    private static void Trust(SslClientAuthenticationOptions tls, X509Certificate2Collection authorities)
    {
        tls.RemoteCertificateValidationCallback = null;
        tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
    }

    /// <summary>Sends one request with the credentials of the context.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, ct).ConfigureAwait(false);
        }

        return await HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
    }
}
