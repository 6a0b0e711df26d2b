using System.Formats.Tar;
using System.Text.Json;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>An image of a layout in the form that Docker Engine loads.</summary>
internal static class DockerArchive
{
    public static async Task WriteAsync(OciLayout layout, string tag, string file, CancellationToken cancellation)
    {
        var (_, manifest, _) = layout.Read();
        using var output = File.Create(file);
        using var tar = new TarWriter(output, TarEntryFormat.Ustar);
        var config = ContentDigest.Hex(manifest.Config.Digest) + ".json";
        var layers = manifest.Layers.Select(l => (Name: ContentDigest.Hex(l.Digest) + ".tar.gz", l.Digest)).ToList();
        await AddAsync(tar, config, File.OpenRead(layout.BlobPath(manifest.Config.Digest)), cancellation).ConfigureAwait(false);
        foreach (var (name, digest) in layers.DistinctBy(l => l.Name))
        {
            await AddAsync(tar, name, File.OpenRead(layout.BlobPath(digest)), cancellation).ConfigureAwait(false);
        }

        var contents = JsonSerializer.SerializeToUtf8Bytes(new[] { new { Config = config, RepoTags = new[] { tag }, Layers = layers.Select(l => l.Name).ToArray() } });
        await AddAsync(tar, "manifest.json", new MemoryStream(contents), cancellation).ConfigureAwait(false);
    }

    private static async Task AddAsync(TarWriter tar, string name, Stream content, CancellationToken cancellation)
    {
        using (content)
        {
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, cancellation).ConfigureAwait(false);
        }
    }
}
