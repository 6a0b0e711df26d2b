using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The certificate by which a kubeconfig says who asks, with those that it was issued by.</summary>
internal static class ClientCertificate
{
    /// <summary>What TLS needs of it; null where the context has none.</summary>
    public static SslStreamCertificateContext? Of(KubernetesClientConfiguration config)
    {
        if (Pem(config.ClientCertificateData, config.ClientCertificateFilePath) is not { } pem || Pem(config.ClientCertificateKeyData, config.ClientKeyFilePath) is not { } key)
        {
            return null;
        }

        var certificate = X509Certificate2.CreateFromPem(pem, key);
        if (OperatingSystem.IsWindows())
        {
            // there a key that was never kept cannot be used for TLS
            using var passing = certificate;
            certificate = X509CertificateLoader.LoadPkcs12(passing.Export(X509ContentType.Pkcs12), null);
        }

        X509Certificate2Collection all = [];
        all.ImportFromPem(pem);
        return SslStreamCertificateContext.Create(certificate, [.. all.Skip(1)], offline: true);
    }

    private static string? Pem(string? data, string? path) =>
        !string.IsNullOrEmpty(data) ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : !string.IsNullOrEmpty(path) ? File.ReadAllText(path)
        : null;
}
