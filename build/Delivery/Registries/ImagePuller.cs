using System.Text.Json;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Registries;

/// <summary>Fetches an image by digest into an OCI layout; of an image for several platforms, the one that runs on ours.</summary>
internal sealed class ImagePuller(RegistryClient client, BlobStore blobs)
{
    public async Task<string> PullAsync(ImageReference reference, OciLayout layout, CancellationToken cancellation)
    {
        var digest = reference.Digest!;
        var (content, type) = await client.GetManifestAsync(reference.Repository, digest, cancellation).ConfigureAwait(false);
        if (type is MediaTypes.Index or MediaTypes.DockerIndex)
        {
            digest = ForPlatform(content, reference).Digest;
            (content, type) = await client.GetManifestAsync(reference.Repository, digest, cancellation).ConfigureAwait(false);
        }

        var manifest = Parse<ImageManifest>(content, reference);
        var parts = manifest.Layers.Append(manifest.Config).DistinctBy(b => b.Digest).ToList();
        foreach (var blob in parts.Where(b => !blobs.Has(b)))
        {
            var file = blobs.NewFile();
            await client.GetBlobAsync(reference.Repository, blob, file, cancellation).ConfigureAwait(false);
            blobs.Accept(file, blob.Digest);
        }

        layout.Write(blobs.Add(content, type) with { Platform = ImagePlatform.LinuxAmd64 }, parts, blobs);
        return digest;
    }

    private static Descriptor ForPlatform(byte[] index, ImageReference reference)
    {
        var offered = Parse<ImageIndex>(index, reference).Manifests;
        return offered.FirstOrDefault(m => m.Platform == ImagePlatform.LinuxAmd64)
            ?? throw new StepFailedException("BuildImages", reference.ToString(), $"no image for linux/amd64; it has {string.Join(", ", offered.Select(m => $"{m.Platform?.Os}/{m.Platform?.Architecture}"))}", "linux/amd64", "Name another image in the environment file.");
    }

    private static T Parse<T>(byte[] content, ImageReference reference)
    {
        try
        {
            return OciJson.Read<T>(content);
        }
        catch (JsonException error)
        {
            throw new StepFailedException("BuildImages", reference.ToString(), $"not readable as {typeof(T).Name}: {error.Message}", "an OCI or Docker v2 image", inner: error);
        }
    }
}
