using System.Collections.Concurrent;
using System.Diagnostics;
using SiteBuilder.Delivery.Images.Debian;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Hashing;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images;

/// <summary>
/// Builds what changed. A fingerprint over all inputs decides; the outcome is one OCI layout per image in <see cref="ImageBuildOptions.OutputFolder"/>.
/// What is finished stays when a sibling fails, and after an interruption the next run goes on from there.
/// </summary>
/// <param name="runner">Runs mmdebstrap and dotnet.</param>
/// <param name="options">Where and how.</param>
public sealed class ImageBuilder(ProcessRunner runner, ImageBuildOptions options)
{
    /// <summary>Builds the images of the catalog that are not there yet.</summary>
    /// <param name="catalog">What to build.</param>
    /// <param name="progress">Hears each step; null = nobody listens.</param>
    /// <param name="waiting">Is told for whom the build waits, where another one works in the same folder; null = nobody listens.</param>
    /// <param name="cancellation">Stops at the next step; tools are killed.</param>
    /// <returns>All images, the failed ones included; see <see cref="BuildReport.ThrowIfFailed"/>.</returns>
    public async Task<BuildReport> BuildAsync(ImageCatalog catalog, IProgress<ImageProgress>? progress = null, Action<string>? waiting = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var clock = Stopwatch.StartNew();
        using var turn = await FolderLock.TakeAsync(options.CacheFolder, waiting, cancellation).ConfigureAwait(false);
        Leftovers.Remove(Path.Combine(options.CacheFolder, "work"), "*");
        Leftovers.Remove(Path.Combine(options.CacheFolder, "blobs", "sha256"), "*.new");
        var hashes = new FileHashes(Path.Combine(options.CacheFolder, "hashes.json"));
        await using var run = new BuildRun(runner, options, hashes, DebianSources.OfMachine(), progress, cancellation);
        try
        {
            return new BuildReport(await run.BuildAsync(catalog).ConfigureAwait(false), clock.Elapsed);
        }
        finally
        {
            hashes.Save();
        }
    }

    /// <summary>The inputs that would make the images be built now, by image; an image without entry is unchanged.</summary>
    public IReadOnlyDictionary<ImageName, IReadOnlyList<string>> Why(ImageCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var hashes = new FileHashes(Path.Combine(options.CacheFolder, "hashes.json"));
        var plan = new BuildPlanner(options, new ImageInputs(options.Root, hashes, DebianSources.OfMachine()));
        ConcurrentDictionary<ImageName, string?> digests = new();
        SortedDictionary<ImageName, IReadOnlyList<string>> reasons = [];
        foreach (var image in catalog.Images.OrderBy(i => i.Below is null ? 0 : 1))
        {
            var decision = plan.Decide(image, image.Below is null ? null : digests.GetValueOrDefault(image.Below));
            digests[image.Name] = decision.Digest;
            if (decision.Digest is null)
            {
                reasons[image.Name] = decision.Why;
            }
        }

        return reasons;
    }
}
