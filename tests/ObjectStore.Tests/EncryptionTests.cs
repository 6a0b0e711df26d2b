using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.ObjectStore.Tests;

/// <summary>A store with a certificate: who is let in, and whom its clients believe.</summary>
[Trait("Suite", "Service")]
public sealed class EncryptionTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sitebuilder-test-");
    private IObjectStorageRun? _run;

    public async ValueTask InitializeAsync()
    {
        using var authority = Authority();
        using var other = Authority();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1]);
        await WriteAsync("tls.crt", certificate.ExportCertificatePem());
        await WriteAsync("tls.key", key.ExportPkcs8PrivateKeyPem());
        await WriteAsync("ca.crt", authority.ExportCertificatePem());
        await WriteAsync("other.crt", other.ExportCertificatePem());
        _run = await ObjectStorageServer.TryStartAsync(_folder);
        Assert.SkipWhen(_run is null, ObjectStorageServer.Missing);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_trusts_the_authority_writes_and_reads_and_files_of_any_size_come_back_as_they_were()
    {
        using var bucket = new Bucket(Settings("ca.crt"));
        await bucket.CreateAsync(TestContext.Current.CancellationToken);
        var bytes = RandomNumberGenerator.GetBytes(5 * 1024 * 1024);

        foreach (var size in (int[])[0, 1, bytes.Length])
        {
            using var content = new MemoryStream(bytes, 0, size);
            await bucket.PutAsync($"of/{size}", content, new ObjectFacts("application/octet-stream"), TestContext.Current.CancellationToken);
            using var read = (await bucket.GetAsync($"of/{size}", null, TestContext.Current.CancellationToken))!;
            using var copy = new MemoryStream();
            await read.Content.CopyToAsync(copy, TestContext.Current.CancellationToken);
            copy.ToArray().ShouldBe(bytes[..size]);
        }
    }

    [Fact]
    public async Task Nobody_is_answered_without_encryption_and_the_store_goes_on()
    {
        using var client = new HttpClient();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"http://127.0.0.1:{_run!.Port}/healthcheck"), TestContext.Current.CancellationToken));

        using var plain = new Bucket(Settings("ca.crt") with { Endpoint = new Uri($"http://127.0.0.1:{_run!.Port}"), Authority = null });
        ObjectStoreAway.Explains(await Should.ThrowAsync<Exception>(() => plain.ExistsAsync(TestContext.Current.CancellationToken))).ShouldBeTrue();

        using var encrypted = new Bucket(Settings("ca.crt"));
        (await encrypted.ExistsAsync(TestContext.Current.CancellationToken)).ShouldBeFalse("it is there, and has no such bucket");
    }

    [Fact]
    public async Task A_store_that_another_authority_vouches_for_is_told_nothing_until_the_file_names_its_own()
    {
        File.Copy(Of("other.crt"), Of("trusted.crt"));
        using var bucket = new Bucket(Settings("trusted.crt"));
        await RefusedAsync(bucket);

        File.Copy(Of("ca.crt"), Of("trusted.crt"), overwrite: true);
        (await bucket.ExistsAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Neither_is_one_whose_certificate_is_for_another_name_or_of_nobody_that_the_machine_knows()
    {
        using var other = new Bucket(Settings("ca.crt") with { Endpoint = new Uri($"https://127.0.0.1:{_run!.Port}") });
        await RefusedAsync(other);
        using var machine = new Bucket(Settings("ca.crt") with { Authority = null });
        await RefusedAsync(machine);
    }

    [Fact]
    public async Task Migrating_says_why_it_gives_up()
    {
        var settings = Settings("other.crt");
        (await new BucketMigration(settings, TimeSpan.Zero, TimeProvider.System, NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public void An_authority_without_encryption_is_a_mistake_in_the_settings()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Media:ObjectStore:Endpoint"] = "http://store.example",
            ["Media:ObjectStore:Bucket"] = "media",
            ["Media:ObjectStore:AccessKeyFile"] = Of("access-key"),
            ["Media:ObjectStore:SecretKeyFile"] = Of("secret-key"),
            ["Media:ObjectStore:AuthorityFile"] = Of("ca.crt"),
        }).Build();
        var reader = new SettingsReader(configuration, "Media");

        ObjectStoreSettings.Read(reader).Authority.ShouldNotBeNull();

        Should.Throw<SettingsException>(reader.Check).Message
            .ShouldContain("is 'http://store.example', expected an https address, as ObjectStore:AuthorityFile says who may vouch for it");
    }

    private static async Task RefusedAsync(Bucket bucket)
    {
        var problem = await Should.ThrowAsync<Exception>(() => bucket.ExistsAsync(TestContext.Current.CancellationToken));
        ObjectStoreAway.Explains(problem).ShouldBeTrue(problem.ToString());
        problem.GetBaseException().ShouldBeOfType<AuthenticationException>();
    }

    private ObjectStoreSettings Settings(string trusted) => new(
        new Uri($"https://localhost:{_run!.Port}"), "us-east-1", "encrypted", new MountedFile(Of("access-key")), new MountedFile(Of("secret-key")), PathStyle: true, PublicEndpoint: null)
    {
        Authority = new MountedFile(Of(trusted)),
    };

    private string Of(string file) => Path.Combine(_folder.FullName, file);

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Of(file), text, Encoding.ASCII, TestContext.Current.CancellationToken);

    // all have the same name
    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
