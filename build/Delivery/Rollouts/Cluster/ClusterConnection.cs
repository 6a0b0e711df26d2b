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
        Namespace = config.Namespace is { Length: > 0 } ns ? ns : "default";
        Server = new Uri(config.Host.TrimEnd('/'));
    }

    /// <summary>Name of the context in use.</summary>
    public string Context { get; }

    /// <summary>The namespace of the context; <c>default</c> where it names none.</summary>
    public string Namespace { get; }

    /// <summary>Path of the kubeconfig.</summary>
    public string Kubeconfig { get; }

    /// <summary>Address of the API server.</summary>
    public Uri Server { get; }

    /// <exception cref="StepFailedException">The kubeconfig is missing, cannot be read or lacks the context.</exception>
    public static ClusterConnection Open(string kubeconfig, string? context)
    {
        try
        {
            var config = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig, context);
            config.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            config.FirstMessageHandlerSetup = handler =>
            {
                // a connection whose other end is gone tells nobody: requests and watches on it would wait for minutes
                handler.ConnectTimeout = LongestSilence;
                handler.KeepAlivePingDelay = LongestSilence;
                handler.KeepAlivePingTimeout = LongestSilence;
            };
            return new ClusterConnection(config, kubeconfig);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // the library meets an empty or strange file with exceptions of every kind
            throw new StepFailedException(
                RolloutNames.Stage,
                $"kubeconfig {kubeconfig}",
                KubeconfigProblem.Of(kubeconfig, context, e),
                context is null ? "a readable kubeconfig with a current context" : $"a readable kubeconfig with context '{context}'",
                "name another file with --kubeconfig, or one of its contexts with --kube-context");
        }
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
