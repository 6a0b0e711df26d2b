using SiteBuilder.Media;
using SiteBuilder.ObjectStore;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Browser.Tests.Fixtures;

/// <summary>A Media with a bucket of its own.</summary>
internal static class MediaRun
{
    public static async Task<RunningService> StartAsync(ObjectStoreSettings store, Uri auth, string brandsFile)
    {
        string[] arguments =
        [
            .. RunningService.CommonArguments(),
            $"--Media:ObjectStore:Endpoint={store.Endpoint}",
            $"--Media:ObjectStore:Bucket={store.Bucket}",
            $"--Media:ObjectStore:AccessKeyFile={store.AccessKey.Path}",
            $"--Media:ObjectStore:SecretKeyFile={store.SecretKey.Path}",
            $"--Media:Auth={auth}",
            $"--Media:BrandsFile={brandsFile}",
        ];
        (await MediaMigration.RunAsync(arguments, TestContext.Current.CancellationToken)).ShouldBe(0);
        return await RunningService.StartAsync(MediaService.Create(arguments));
    }
}
