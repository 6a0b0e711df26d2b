using System.Collections.Concurrent;
using SiteBuilder.Delivery.Images.Hashing;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>
/// Makes layers, each content once: a note under the fingerprint of all entries says which blob they became, across runs and images.
/// </summary>
internal sealed class LayerCache(string folder, BlobStore blobs, FileHashes hashes)
{
    private const string Recipe = "layer-1";
    private readonly string _notes = Path.Combine(folder, "layers");
    private readonly ConcurrentDictionary<string, Lazy<Layer>> _running = new(StringComparer.Ordinal);

    public Layer Get(IEnumerable<LayerEntry> entries, string createdBy, CancellationToken cancellation)
    {
        var complete = LayerTar.Complete(entries);
        // the compressor belongs to the runtime of this build: another one may write other bytes
        var key = ContentDigest.Hex(ContentDigest.Of(string.Join('\n', complete.Select(e => e.Fingerprint(hashes)).Prepend($"{Recipe} {Environment.Version} {createdBy}"))));
        return _running.GetOrAdd(key, k => new Lazy<Layer>(() => ReadNote(k) ?? Write(k, complete, createdBy, cancellation))).Value;
    }

    private Layer? ReadNote(string key)
    {
        var note = Path.Combine(_notes, key + ".json");
        if (!File.Exists(note))
        {
            return null;
        }

        var layer = OciJson.Read<Layer>(File.ReadAllBytes(note));
        return blobs.Has(layer.Blob) ? layer : null;
    }

    private Layer Write(string key, IReadOnlyList<LayerEntry> entries, string createdBy, CancellationToken cancellation)
    {
        var layer = LayerTar.Write(entries, blobs, createdBy, cancellation);
        AtomicFile.Write(Path.Combine(_notes, key + ".json"), OciJson.Write(layer));
        return layer;
    }
}
