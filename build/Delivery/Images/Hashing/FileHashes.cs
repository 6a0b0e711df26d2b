using System.Collections.Concurrent;
using System.Text.Json;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Hashing;

/// <summary>
/// SHA-256 of files, remembered by path and <see cref="FileStamp"/> over runs. The memory only saves reading: it is never an input itself.
/// A file changed in the last moments is not remembered, since a second change could leave the same times.
/// </summary>
/// <param name="cacheFile">Where hashes are kept; null = this run only.</param>
public sealed class FileHashes(string? cacheFile = null)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Known> _known = new(Load(cacheFile), StringComparer.Ordinal);
    private int _learnt;

    /// <summary>The digest of a file's content.</summary>
    public string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var stamp = FileStamp.Of(full);
        if (stamp is not null && _known.TryGetValue(full, out var known) && known.Stamp == stamp)
        {
            return known.Digest;
        }

        var digest = ContentDigest.OfFile(full);
        if (stamp is not null && DateTime.UtcNow - File.GetLastWriteTimeUtc(full) > Fresh)
        {
            _known[full] = new Known(stamp, digest);
            Interlocked.Increment(ref _learnt);
        }

        return digest;
    }

    /// <summary>Writes what was learnt; does nothing when nothing was.</summary>
    public void Save()
    {
        if (cacheFile is not null && Interlocked.Exchange(ref _learnt, 0) > 0)
        {
            AtomicFile.Write(cacheFile, JsonSerializer.SerializeToUtf8Bytes(_known.Where(k => File.Exists(k.Key)).ToDictionary()));
        }
    }

    private static Dictionary<string, Known> Load(string? file)
    {
        if (file is null || !File.Exists(file))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Known>>(File.ReadAllBytes(file)) ?? [];
        }
        catch (JsonException)
        {
            // a cache that cannot be read is an empty one
            return [];
        }
    }

    internal sealed record Known(string Stamp, string Digest);
}
