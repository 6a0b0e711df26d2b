using System.Formats.Tar;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Debian;

/// <summary>Reads a tar into layer entries. Devices are left out: the container runtime makes its own.</summary>
internal static class TarReading
{
    public static IEnumerable<LayerEntry> Read(Stream stream)
    {
        using var tar = new TarReader(stream, leaveOpen: true);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            if (ToEntry(entry) is { } known && known.Path.Length > 0)
            {
                yield return known;
            }
        }
    }

    private static LayerEntry? ToEntry(TarEntry entry)
    {
        var path = Clean(entry.Name);
        LayerEntryKind? kind = entry.EntryType switch
        {
            TarEntryType.Directory => LayerEntryKind.Folder,
            TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => LayerEntryKind.File,
            TarEntryType.SymbolicLink => LayerEntryKind.SymbolicLink,
            TarEntryType.HardLink => LayerEntryKind.HardLink,
            _ => null,
        };
        return kind is null ? null : new LayerEntry(path, kind.Value, (int)entry.Mode)
        {
            Uid = entry.Uid,
            Gid = entry.Gid,
            Content = kind == LayerEntryKind.File ? Content(entry) : null,
            LinkTarget = kind switch
            {
                LayerEntryKind.SymbolicLink => entry.LinkName,
                LayerEntryKind.HardLink => Clean(entry.LinkName),
                _ => null,
            },
        };
    }

    private static byte[] Content(TarEntry entry)
    {
        if (entry.DataStream is null)
        {
            return [];
        }

        using var copy = new MemoryStream((int)entry.Length);
        entry.DataStream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string Clean(string path) => (path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/')).TrimEnd('/');
}
