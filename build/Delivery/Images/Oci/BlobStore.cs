namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>Blobs by digest in one folder, shared by all images. A blob appears whole or not at all.</summary>
/// <param name="folder">Holds <c>sha256/&lt;hex&gt;</c>.</param>
public sealed class BlobStore(string folder)
{
    private readonly string _folder = Path.Combine(folder, "sha256");

    public string PathOf(string digest) => Path.Combine(_folder, ContentDigest.Hex(digest));

    public bool Has(Descriptor blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var file = new FileInfo(PathOf(blob.Digest));
        return file.Exists && file.Length == blob.Size;
    }

    /// <summary>Keeps bytes and returns the way to them.</summary>
    public Descriptor Add(byte[] content, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(content);
        var descriptor = new Descriptor(mediaType, ContentDigest.Of(content), content.Length);
        if (!Has(descriptor))
        {
            var fresh = NewFile();
            File.WriteAllBytes(fresh, content);
            Accept(fresh, descriptor.Digest);
        }

        return descriptor;
    }

    /// <summary>A new file beside the blobs, to be filled and then given to <see cref="Accept"/>.</summary>
    public string NewFile()
    {
        Directory.CreateDirectory(_folder);
        return Path.Combine(_folder, $".{Guid.NewGuid():n}.new");
    }

    /// <summary>Makes a finished file a blob.</summary>
    public void Accept(string file, string digest) => File.Move(file, PathOf(digest), overwrite: true);
}
