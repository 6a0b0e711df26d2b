using System.Formats.Tar;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>The files of a Dockerfile's folder as the tar that the engine's build call takes: sorted, with fixed times and owners.</summary>
internal static class BuildContext
{
    public static MemoryStream Pack(string folder)
    {
        var packed = new MemoryStream();
        using (var tar = new TarWriter(packed, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                using var content = File.OpenRead(file);
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(folder, file).Replace('\\', '/'))
                {
                    // one mode for all: a checkout's umask must not decide; Dockerfiles say COPY --chmod or chmod
                    Mode = (UnixFileMode)0b111_101_101,
                    ModificationTime = ImageTime.Value,
                    DataStream = content,
                });
            }
        }

        packed.Position = 0;
        return packed;
    }
}
