using System.Net;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class StoreAbsenceTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Fact]
    public async Task Without_its_store_the_service_lives_says_so_and_recovers_by_itself()
    {
        var view = await KeepAsync(Pictures.Png());
        await using var door = new Door(Store.Endpoint.Port);
        await using var media = await StartAsync($"--Media:ObjectStore:Endpoint=http://127.0.0.1:{door.Port}");
        var visitor = media.Client("acme.test");

        (await media.Management.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await media.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var away = await visitor.GetAsync(Text(view, "url"));
        away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        away.Headers.RetryAfter!.ToString().ShouldBe("5");
        away.Headers.CacheControl?.ToString().ShouldNotContain("immutable");
        (await away.Content.ReadAsStringAsync()).ShouldContain("The object store does not answer.");

        door.Open();
        (await media.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        door.Shut();
        (await media.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Without_its_bucket_it_is_not_ready_and_names_the_remedy()
    {
        var bucket = $"{Store.Bucket}-later";
        await using var media = await StartAsync($"--Media:ObjectStore:Bucket={bucket}");
        (await (await media.Management.GetAsync("/health/ready")).Content.ReadAsStringAsync())
            .ShouldContain($"has no bucket '{bucket}'; run the service's command 'migrate'");
        (await MigrateAsync(bucket)).ShouldBe(0);
        (await media.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void Settings_that_are_missing_are_all_named() =>
        Should.Throw<SettingsException>(() => MediaService.Create(["--Media:ObjectStore:PathStyle=perhaps", "--Media:Pixels=0"])).Problems.ShouldBe(
        [
            "Media:BrandsFile is not set (environment variable Media__BrandsFile)",
            "Media:ObjectStore:Endpoint is not set (environment variable Media__ObjectStore__Endpoint)",
            "Media:ObjectStore:Bucket is not set (environment variable Media__ObjectStore__Bucket)",
            "Media:ObjectStore:AccessKeyFile is not set (environment variable Media__ObjectStore__AccessKeyFile)",
            "Media:ObjectStore:SecretKeyFile is not set (environment variable Media__ObjectStore__SecretKeyFile)",
            "Media:ObjectStore:PathStyle is 'perhaps', expected true or false (environment variable Media__ObjectStore__PathStyle)",
            "Media:Auth is not set (environment variable Media__Auth)",
            "Media:Pixels is '0', expected a whole number from 1 to 100000000 (environment variable Media__Pixels)",
        ]);
}
