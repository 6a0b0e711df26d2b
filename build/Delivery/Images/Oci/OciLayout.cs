using System.Text.Json;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>
/// One image in a folder as the OCI image layout 1.0 says: <c>oci-layout</c>, <c>index.json</c>, <c>blobs/sha256</c>. Blobs are hard links into the
/// shared <see cref="BlobStore"/>, so a layout costs no space and still stands alone.
/// </summary>
/// <param name="Folder">The folder.</param>
public sealed record OciLayout(string Folder)
{
    private const string Marker = """{"imageLayoutVersion":"1.0.0"}""";
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>Writes the image: config and manifest made from the parts, blobs linked, what the folder no longer needs removed.</summary>
    internal string Write(ImageContent content, BlobStore blobs)
    {
        ArgumentNullException.ThrowIfNull(content);
        var config = blobs.Add(OciJson.Write(content.ToConfig()), MediaTypes.Config);
        var manifest = blobs.Add(OciJson.Write(new ImageManifest(config, [.. content.Layers.Select(l => l.Blob)])), MediaTypes.Manifest);
        Write(manifest with { Platform = content.Platform, Annotations = new Dictionary<string, string> { [RefName] = content.Name } }, [config, .. content.Layers.Select(l => l.Blob)], blobs);
        return manifest.Digest;
    }

    /// <summary>Writes an image whose manifest is given as it is.</summary>
    internal void Write(Descriptor manifest, IReadOnlyList<Descriptor> parts, BlobStore blobs)
    {
        var here = new BlobStore(Path.Combine(Folder, "blobs"));
        var needed = parts.Append(manifest).DistinctBy(d => d.Digest).ToList();
        Directory.CreateDirectory(Path.Combine(Folder, "blobs", "sha256"));
        foreach (var blob in needed.Where(b => !here.Has(b)))
        {
            HardLink.Create(blobs.PathOf(blob.Digest), here.PathOf(blob.Digest));
        }

        AtomicFile.Write(Path.Combine(Folder, "oci-layout"), System.Text.Encoding.ASCII.GetBytes(Marker));
        AtomicFile.Write(Path.Combine(Folder, "index.json"), OciJson.Write(new ImageIndex([manifest])));
        var names = needed.Select(b => ContentDigest.Hex(b.Digest)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "blobs", "sha256")).Where(f => !names.Contains(Path.GetFileName(f))).ToList())
        {
            File.Delete(file);
        }
    }

    /// <summary>The path of a blob.</summary>
    public string BlobPath(string digest) => new BlobStore(Path.Combine(Folder, "blobs")).PathOf(digest);

    /// <summary>The manifest's descriptor.</summary>
    /// <exception cref="StepFailedException">The folder is no layout of one image.</exception>
    public Descriptor Manifest()
    {
        var index = Path.Combine(Folder, "index.json");
        try
        {
            return OciJson.Read<ImageIndex>(File.ReadAllBytes(index)).Manifests.Single();
        }
        catch (Exception error) when (error is IOException or JsonException or InvalidOperationException)
        {
            throw new StepFailedException("Images", Folder, $"no image layout: {error.Message}", "oci-layout, index.json with one image, blobs/sha256", "Run ./build.sh BuildImages.", error);
        }
    }

    /// <summary>The image: manifest and config.</summary>
    /// <exception cref="StepFailedException">A document is missing or broken.</exception>
    public (Descriptor Descriptor, ImageManifest Manifest, ImageConfig Config) Read()
    {
        var descriptor = Manifest();
        try
        {
            var manifest = OciJson.Read<ImageManifest>(File.ReadAllBytes(BlobPath(descriptor.Digest)));
            return (descriptor, manifest, OciJson.Read<ImageConfig>(File.ReadAllBytes(BlobPath(manifest.Config.Digest))));
        }
        catch (Exception error) when (error is IOException or JsonException or FormatException)
        {
            throw new StepFailedException("Images", Folder, $"broken image layout: {error.Message}", "a manifest and a config that it names", $"Remove {Folder} and run ./build.sh BuildImages.", error);
        }
    }

    /// <summary>True where the layout holds exactly this image with all its blobs in full length.</summary>
    public bool Holds(string digest)
    {
        if (!File.Exists(Path.Combine(Folder, "index.json")) || !File.Exists(Path.Combine(Folder, "oci-layout")))
        {
            return false;
        }

        try
        {
            var (descriptor, manifest, _) = Read();
            var here = new BlobStore(Path.Combine(Folder, "blobs"));
            return descriptor.Digest == digest && manifest.Layers.Append(manifest.Config).Append(descriptor).All(here.Has);
        }
        catch (StepFailedException)
        {
            return false;
        }
    }

    /// <summary>The layers with their history, for an image on top of this one.</summary>
    internal IReadOnlyList<Layer> Layers()
    {
        var (_, manifest, config) = Read();
        var said = config.History?.Where(h => h.EmptyLayer != true).Select(h => h.CreatedBy).ToList();
        return [.. manifest.Layers.Select((blob, i) => new Layer(blob, config.RootFs.DiffIds[i], said is not null && i < said.Count ? said[i] ?? "" : ""))];
    }
}
