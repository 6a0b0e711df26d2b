using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.KubeConfigModels;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Whom a kubeconfig has us trust.</summary>
public sealed class TrustTests(TestCluster cluster) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task The_authority_of_the_kubeconfig_is_trusted() => (await AskAsync(_ => { })).ShouldBeNull();

    [Fact]
    public async Task Another_authority_is_not() =>
        (await AskAsync(endpoint => (endpoint.CertificateAuthority, endpoint.CertificateAuthorityData) = (null, Stranger()))).ShouldNotBeNull().Message.ShouldContain("SSL");

    [Fact]
    public async Task Without_one_the_machine_is_asked_which_does_not_know_it() =>
        (await AskAsync(endpoint => (endpoint.CertificateAuthority, endpoint.CertificateAuthorityData) = (null, null))).ShouldNotBeNull().Message.ShouldContain("SSL");

    [Fact]
    public async Task A_server_of_another_name_is_refused() =>
        (await AskAsync(endpoint => endpoint.TlsServerName = "elsewhere.example.com")).ShouldNotBeNull().Message.ShouldContain("SSL");

    [Fact]
    public async Task Who_asks_for_no_check_gets_none() =>
        (await AskAsync(endpoint => (endpoint.CertificateAuthority, endpoint.CertificateAuthorityData, endpoint.SkipTlsVerify) = (null, null, true))).ShouldBeNull();

    public void Dispose() => File.Delete(_file);

    private static string Stranger()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));
    }

    /// <summary>What came of asking with a kubeconfig that differs so; null where there was an answer.</summary>
    private async Task<HttpRequestException?> AskAsync(Action<ClusterEndpoint> change)
    {
        var config = KubeconfigFile.Read(cluster.Kubeconfig);
        change(config.Clusters.Single().ClusterEndpoint);
        await File.WriteAllTextAsync(_file, KubernetesYaml.Serialize(config), TestContext.Current.CancellationToken);
        using var connection = ClusterConnection.Open(_file, null);
        using var request = connection.Request(HttpMethod.Get, "/version");
        try
        {
            using var answer = await connection.SendAsync(request, TestContext.Current.CancellationToken);
            answer.IsSuccessStatusCode.ShouldBeTrue();
            return null;
        }
        catch (HttpRequestException e)
        {
            return e;
        }
    }
}
