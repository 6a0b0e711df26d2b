using SiteBuilder.Delivery.Images;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Support;

/// <summary>Images of this repository, built by the real builder where they are not there yet.</summary>
internal static class RepositoryImages
{
    private static readonly SemaphoreSlim One = new(1);

    public static async Task<BuiltImage> EnsureAsync(string name)
    {
        Assert.SkipWhen(MachineFacts.FindOnPath("mmdebstrap") is null, "mmdebstrap is not on this machine: ./build.sh BuildImages --bootstrap installs it");
        await One.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var catalog = ImageCatalog.Load(Repository.Root, []).Only(new ImageName(name));
            var report = await new ImageBuilder(new ProcessRunner(), new ImageBuildOptions(Repository.Root)).BuildAsync(catalog, cancellation: TestContext.Current.CancellationToken);
            report.ThrowIfFailed();
            return report.Images.Single(i => i.Name.Value == name);
        }
        finally
        {
            One.Release();
        }
    }

    public static async Task<OciLayout> LayoutAsync(string name) => new((await EnsureAsync(name)).LayoutFolder!);
}
