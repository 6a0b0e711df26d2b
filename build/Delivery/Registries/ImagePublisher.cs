using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Registries;

/// <summary>
/// Pushes images by digest. What the registry has is skipped; a blob that several images share goes over once and is mounted; the manifest
/// comes last, so that nothing half-pushed can be referred to; at the end the registry must know the digest.
/// </summary>
/// <param name="client">The registry.</param>
/// <param name="target">Where in it.</param>
/// <param name="options">Parallel blobs.</param>
public sealed class ImagePublisher(RegistryClient client, RegistryTarget target, RegistryOptions? options = null)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(string Repository, long Bytes)>>> _blobs = new(StringComparer.Ordinal);

    /// <summary>Pushes the images.</summary>
    /// <param name="images">What shall be there.</param>
    /// <param name="progress">Hears each image as a sentence; null = nobody listens.</param>
    /// <param name="cancellation">Stops; what was pushed is kept and skipped by the next run.</param>
    /// <exception cref="StepFailedException">The registry is out of reach, full, or refuses.</exception>
    public async Task<PublishReport> PublishAsync(IReadOnlyCollection<ImageToPush> images, IProgress<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var clock = Stopwatch.StartNew();
        using var slots = new SemaphoreSlim((options ?? new RegistryOptions()).Parallel);
        var pushed = await Task.WhenAll(images.Select(i => PushAsync(i, slots, progress, cancellation))).ConfigureAwait(false);
        var references = pushed.ToImmutableSortedDictionary(i => i.Name, i => i.Reference);
        return new PublishReport(new ImageLock(references), [.. pushed.OrderBy(i => i.Name)], clock.Elapsed);
    }

    private async Task<PublishedImage> PushAsync(ImageToPush image, SemaphoreSlim slots, IProgress<string>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var layout = new OciLayout(image.LayoutFolder);
        var (descriptor, manifest, _) = layout.Read();
        var repository = target.RepositoryOf(image.Name);
        var reference = $"{target.Registry}/{repository}@{descriptor.Digest}";
        var wasThere = await client.FindManifestAsync(repository, descriptor.Digest, cancellation).ConfigureAwait(false) is not null;
        long bytes = 0;
        var content = await File.ReadAllBytesAsync(layout.BlobPath(descriptor.Digest), cancellation).ConfigureAwait(false);
        if (!wasThere)
        {
            progress?.Report($"{image.Name}: pushing to {target.Registry}/{repository}");
            var blobs = manifest.Layers.Append(manifest.Config).DistinctBy(b => b.Digest);
            var sent = await Task.WhenAll(blobs.Select(b => BringAsync(repository, b, layout, slots, cancellation))).ConfigureAwait(false);
            await client.PutManifestAsync(repository, descriptor.Digest, content, manifest.MediaType, cancellation).ConfigureAwait(false);
            bytes = sent.Sum() + content.Length;
        }

        foreach (var tag in image.Tags)
        {
            if (await client.FindManifestAsync(repository, tag, cancellation).ConfigureAwait(false) != descriptor.Digest)
            {
                await client.PutManifestAsync(repository, tag, content, manifest.MediaType, cancellation).ConfigureAwait(false);
            }
        }

        await VerifyAsync(repository, descriptor.Digest, reference, cancellation).ConfigureAwait(false);
        progress?.Report(wasThere ? $"{image.Name}: is there" : $"{image.Name}: pushed {bytes / 1024.0 / 1024:0.0} MB");
        return new PublishedImage(image.Name, reference, wasThere, bytes, clock.Elapsed);
    }

    private async Task VerifyAsync(string repository, string digest, string reference, CancellationToken cancellation)
    {
        var held = await client.FindManifestAsync(repository, digest, cancellation).ConfigureAwait(false);
        if (held != digest)
        {
            throw new StepFailedException("Publish", reference, held is null ? "the registry does not know it after the push" : $"the registry holds {held}", digest, "Look at the registry's log; its storage may be broken.");
        }
    }

    private async Task<long> BringAsync(string repository, Descriptor blob, OciLayout layout, SemaphoreSlim slots, CancellationToken cancellation)
    {
        var mine = false;
        var first = _blobs.GetOrAdd(blob.Digest, _ => new Lazy<Task<(string, long)>>(() =>
        {
            mine = true;
            return SendAsync(repository, blob, layout, null, slots, cancellation);
        }));
        var (holder, bytes) = await first.Value.ConfigureAwait(false);
        if (mine)
        {
            return bytes;
        }

        return holder == repository ? 0 : (await SendAsync(repository, blob, layout, holder, slots, cancellation).ConfigureAwait(false)).Bytes;
    }

    private async Task<(string Repository, long Bytes)> SendAsync(string repository, Descriptor blob, OciLayout layout, string? mountFrom, SemaphoreSlim slots, CancellationToken cancellation)
    {
        await slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (await client.HasBlobAsync(repository, blob, cancellation).ConfigureAwait(false))
            {
                return (repository, 0);
            }

            var sent = await client.PushBlobAsync(repository, blob, layout.BlobPath(blob.Digest), mountFrom, cancellation).ConfigureAwait(false);
            return (repository, sent ? blob.Size : 0);
        }
        finally
        {
            slots.Release();
        }
    }
}
