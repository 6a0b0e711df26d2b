using System.Formats.Tar;
using System.IO.Compression;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>
/// Writes entries as a gzip-compressed tar whose bytes depend on the entries alone: sorted by path, fixed times, numeric owners.
/// GNU format: the pax headers of System.Formats.Tar carry the process id.
/// </summary>
internal static class LayerTar
{
    public static Layer Write(IEnumerable<LayerEntry> entries, BlobStore blobs, string createdBy, CancellationToken cancellation)
    {
        var file = blobs.NewFile();
        try
        {
            string diffId;
            string digest;
            long size;
            using (var output = File.Create(file))
            using (var compressed = new DigestStream(output))
            {
                using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
                using (var plain = new DigestStream(gzip))
                {
                    using (var tar = new TarWriter(plain, TarEntryFormat.Gnu, leaveOpen: true))
                    {
                        WriteEntries(tar, entries, cancellation);
                    }

                    diffId = plain.Digest();
                }

                digest = compressed.Digest();
                size = compressed.Written;
            }

            blobs.Accept(file, digest);
            return new Layer(new Descriptor(MediaTypes.GzipLayer, digest, size), diffId, createdBy);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Entries in the order of the tar, folders on the way to them included where they are not given.</summary>
    public static IReadOnlyList<LayerEntry> Complete(IEnumerable<LayerEntry> entries)
    {
        var all = new SortedDictionary<string, LayerEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            all[entry.Path] = entry;
        }

        foreach (var path in all.Keys.ToList())
        {
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                all.TryAdd(path[..slash], LayerEntry.Folder(path[..slash]));
            }
        }

        // a hard link needs its target before it
        return [.. all.Values.Where(e => e.Kind != LayerEntryKind.HardLink), .. all.Values.Where(e => e.Kind == LayerEntryKind.HardLink)];
    }

    private static void WriteEntries(TarWriter tar, IEnumerable<LayerEntry> entries, CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            using var content = entry.SourceFile is not null ? File.OpenRead(entry.SourceFile) : Open(entry.Content);
            var isFolder = entry.Kind == LayerEntryKind.Folder;
            var written = new GnuTarEntry(TypeOf(entry.Kind), isFolder ? entry.Path + "/" : entry.Path)
            {
                Mode = (UnixFileMode)entry.Mode,
                Uid = entry.Uid,
                Gid = entry.Gid,
                ModificationTime = ImageTime.Value,
                AccessTime = default,
                ChangeTime = default,
            };
            if (entry.LinkTarget is not null)
            {
                written.LinkName = entry.LinkTarget;
            }

            if (content is not null)
            {
                written.DataStream = content;
            }

            tar.WriteEntry(written);
        }
    }

    private static Stream? Open(byte[]? content) => content is null ? null : new MemoryStream(content, writable: false);

    private static TarEntryType TypeOf(LayerEntryKind kind) => kind switch
    {
        LayerEntryKind.Folder => TarEntryType.Directory,
        LayerEntryKind.SymbolicLink => TarEntryType.SymbolicLink,
        LayerEntryKind.HardLink => TarEntryType.HardLink,
        _ => TarEntryType.RegularFile,
    };
}
