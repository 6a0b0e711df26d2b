using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The way to one API server: address, TLS and credentials from a kubeconfig. The client of the library is not used: its type alone, with a method for every call of Kubernetes, takes longer to load than a connection to make.</summary>
internal sealed class ClusterConnection : IDisposable
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http;
    private readonly ServiceClientCredentials? _credentials;
    private readonly string? _serverName;
    private readonly IReadOnlyList<(string Name, string Value)> _impersonation;

    private ClusterConnection(KubernetesClientConfiguration config, K8SConfiguration file, string kubeconfig)
    {
        Context = config.CurrentContext ?? "";
        Kubeconfig = KubeconfigFile.With(kubeconfig, Context);
        Server = new Uri(config.Host.TrimEnd('/'));
        _credentials = CredentialsOf(config);
        _serverName = string.IsNullOrEmpty(config.TlsServerName) ? null : config.TlsServerName;
        _impersonation = Impersonation.Of(file, Context);
        _http = new HttpClient(Handler(config, KubeconfigFile.ProxyOf(kubeconfig, file.Contexts?.FirstOrDefault(c => c.Name == Context)?.ContextDetails?.Cluster))) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Name of the context in use.</summary>
    public string Context { get; }

    /// <summary>Path of the kubeconfig, of several that of the one with the context.</summary>
    public string Kubeconfig { get; }

    /// <summary>Address of the API server.</summary>
    public Uri Server { get; }

    /// <exception cref="StepFailedException">The kubeconfig is missing, cannot be read or lacks the context.</exception>
    public static ClusterConnection Open(string kubeconfig, string? context)
    {
        try
        {
            var file = KubeconfigFile.Read(kubeconfig);
            return new ClusterConnection(KubernetesClientConfiguration.BuildConfigFromConfigObject(file, context), file, kubeconfig);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // the library meets an empty or strange file with exceptions of every kind
            throw KubeconfigProblem.Failure(kubeconfig, context, e);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Has the connection made before the first request that counts. It says not who asks: any answer will do, and what goes wrong is met again by that request.</summary>
    public async Task GreetAsync()
    {
        try
        {
            using var request = Request(HttpMethod.Get, "/version");
            using var answer = await SendAsItIsAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // nobody waits for it
        }
    }

    /// <summary>A request to this API server, over HTTP/2 where it speaks that.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, Server.AbsoluteUri.TrimEnd('/') + path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };

    /// <summary>Sends one request with the credentials of the context.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (_credentials is not null)
        {
            await _credentials.ProcessHttpRequestAsync(request, ct).ConfigureAwait(false);
        }

        foreach (var (name, value) in _impersonation)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsItIsAsync(request, ct).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsItIsAsync(HttpRequestMessage request, CancellationToken ct)
    {
        // the name that the certificate is checked for is the one that the request names
        request.Headers.Host = _serverName;
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private static SocketsHttpHandler Handler(KubernetesClientConfiguration config, Uri? proxy) => new()
    {
        // without one, that of the environment (HTTPS_PROXY, NO_PROXY)
        Proxy = proxy is null ? null : new WebProxy(proxy),

        // a connection whose other end is gone tells nobody: requests and watches on it would wait for minutes
        ConnectTimeout = LongestSilence,
        KeepAlivePingDelay = LongestSilence,
        KeepAlivePingTimeout = LongestSilence,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // a server lets one connection have a hundred requests by default, and every watch is one that stays
        EnableMultipleHttp2Connections = true,
        SslOptions = Tls(config),
    };

    private static SslClientAuthenticationOptions Tls(KubernetesClientConfiguration config)
    {
        var tls = new SslClientAuthenticationOptions { ClientCertificateContext = ClientCertificate.Of(config) };
        if (config.SkipTlsVerify)
        {
#pragma warning disable CA5359 // the kubeconfig says insecure-skip-tls-verify
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (config.SslCaCerts is { Count: > 0 } authorities)
        {
            // these alone, and not what the machine trusts besides
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return tls;
    }

    private static ServiceClientCredentials? CredentialsOf(KubernetesClientConfiguration config) =>
        config.TokenProvider is { } provider ? new TokenCredentials(provider)
        : !string.IsNullOrEmpty(config.AccessToken) ? new TokenCredentials(config.AccessToken)
        : !string.IsNullOrEmpty(config.Username) ? new BasicAuthenticationCredentials { UserName = config.Username, Password = config.Password }
        : null;
}
