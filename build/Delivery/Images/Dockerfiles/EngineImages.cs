using Docker.DotNet;
using Docker.DotNet.Models;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>Brings images of our layouts into Docker Engine.</summary>
/// <param name="engine">The engine.</param>
/// <param name="tempFolder">Holds the archive while it is loaded.</param>
public sealed class EngineImages(IDockerClient engine, string tempFolder)
{
    private const string Repository = "sitebuilder.local/";

    /// <summary>Makes sure that the engine has the image and returns the tag it has there.</summary>
    /// <param name="name">Short name.</param>
    /// <param name="layout">Where the image is.</param>
    /// <param name="cancellation">Stops the transfer.</param>
    public async Task<string> EnsureAsync(string name, OciLayout layout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var tag = $"{Repository}{name}:{ContentDigest.Hex(layout.Manifest().Digest)[..16]}";
        if (await HasAsync(tag, cancellation).ConfigureAwait(false))
        {
            return tag;
        }

        Directory.CreateDirectory(tempFolder);
        var archive = Path.Combine(tempFolder, $"{name}-{Guid.NewGuid():n}.tar");
        try
        {
            await DockerArchive.WriteAsync(layout, tag, archive, cancellation).ConfigureAwait(false);
            using var stream = File.OpenRead(archive);
            string? refused = null;
            var listener = new Listener<JSONMessage>(m => refused ??= m.Error?.Message);
            await engine.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, stream, listener, cancellation).ConfigureAwait(false);
            if (refused is not null || !await HasAsync(tag, cancellation).ConfigureAwait(false))
            {
                throw new StepFailedException("BuildImages", $"image '{name}'", $"Docker Engine did not load it: {refused ?? "no reason given"}", $"{tag} in the engine", refused is not null && DiskFull.IsIn(refused) ? DiskFull.EngineRemedy : "Read the log of Docker Engine and run the same command again.");
            }

            return tag;
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private async Task<bool> HasAsync(string tag, CancellationToken cancellation)
    {
        try
        {
            await engine.Images.InspectImageAsync(tag, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (DockerImageNotFoundException)
        {
            return false;
        }
    }
}
