using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Rollouts.Tests.Cluster;

public sealed class ClientCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_certificate_comes_with_its_key_and_those_that_issued_it(bool inFiles)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (certificates, issuer) = Issued(new CertificateRequest("CN=deployer", key, HashAlgorithmName.SHA256));

        var context = ClientCertificate.Of(Config(certificates, key.ExportPkcs8PrivateKeyPem(), inFiles)).ShouldNotBeNull();

        context.TargetCertificate.Subject.ShouldBe("CN=deployer");
        context.TargetCertificate.HasPrivateKey.ShouldBeTrue();
        context.IntermediateCertificates.Select(c => c.Subject).ShouldBe([issuer]);
    }

    [Fact]
    public void A_key_of_RSA_in_its_older_form_serves_too()
    {
        using var key = RSA.Create(2048);
        var (certificates, _) = Issued(new CertificateRequest("CN=deployer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        ClientCertificate.Of(Config(certificates, key.ExportRSAPrivateKeyPem(), inFiles: false)).ShouldNotBeNull().TargetCertificate.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void Without_a_key_there_is_none() =>
        ClientCertificate.Of(new KubernetesClientConfiguration { ClientCertificateData = "eA==" }).ShouldBeNull();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (string Certificates, string Issuer) Issued(CertificateRequest request)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=root", rootKey).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = Authority("CN=issuer", issuerKey).Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), root.NotBefore, root.NotAfter, [1]);
        using var certificate = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), root.NotBefore, root.NotAfter, [2]);
        return ($"{certificate.ExportCertificatePem()}\n{issuer.ExportCertificatePem()}\n", issuer.Subject);
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    private KubernetesClientConfiguration Config(string certificates, string key, bool inFiles)
    {
        if (!inFiles)
        {
            return new KubernetesClientConfiguration { ClientCertificateData = Base64(certificates), ClientCertificateKeyData = Base64(key) };
        }

        var config = new KubernetesClientConfiguration { ClientCertificateFilePath = Path.Combine(_folder, "cert"), ClientKeyFilePath = Path.Combine(_folder, "key") };
        File.WriteAllText(config.ClientCertificateFilePath, certificates);
        File.WriteAllText(config.ClientKeyFilePath, key);
        return config;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
