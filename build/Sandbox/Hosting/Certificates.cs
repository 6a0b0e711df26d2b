using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>The sandbox's own authority, made once and kept in its data, and the API server's certificate under it.</summary>
internal sealed class Certificates
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    private Certificates(string authority, X509Certificate2 server) => (Authority, Server) = (authority, server);

    /// <summary>PEM.</summary>
    public string Authority { get; }

    public X509Certificate2 Server { get; }

    public static Certificates Ensure(string folder, string name, string serviceAddress)
    {
        string file = Path.Combine(folder, "ca.pem");
        if (!File.Exists(file))
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN=SiteBuilder sandbox {name}", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, true, 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
            using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow - Slack, DateTimeOffset.UtcNow + Lifetime);
            PrivateFile.Write(file, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        }

        using X509Certificate2 authority = X509Certificate2.CreateFromPemFile(file);
        return new Certificates(authority.ExportCertificatePem() + "\n", ServerOf(authority, serviceAddress));
    }

    private static X509Certificate2 ServerOf(X509Certificate2 authority, string serviceAddress)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=sandbox-api", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        foreach (string dns in (ReadOnlySpan<string>)["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"])
        {
            names.AddDnsName(dns);
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.Parse(serviceAddress));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using X509Certificate2 signed = request.Create(
            authority, DateTimeOffset.UtcNow - Slack, authority.NotAfter.ToUniversalTime() - Slack, RandomNumberGenerator.GetBytes(16));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        // through PKCS 12: some systems cannot serve with a key that lives in memory alone
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
