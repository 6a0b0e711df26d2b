using System.Globalization;
using System.Runtime.InteropServices;

namespace SiteBuilder.Delivery.Images.Hashing;

/// <summary>
/// What the file system tells of a file without reading it: size, mtime, ctime and inode. While all four stay, the content stays
/// (ctime cannot be set back), so a known hash may be used again.
/// </summary>
internal static partial class FileStamp
{
    private const int StatxBasic = 0x7ff;
    private const int CurrentFolder = -100;

    /// <summary>The stamp as text; null where the system cannot give all four, so that the file must be read.</summary>
    public static unsafe string? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Statx stat;
        return Call(CurrentFolder, path, 0, StatxBasic, &stat) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{stat.Size}:{stat.MtimeSeconds}.{stat.MtimeNanos}:{stat.CtimeSeconds}.{stat.CtimeNanos}:{stat.Inode}")
            : null;
    }

    // statx(2): the same layout on every architecture, unlike stat(2)
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(32)]
        public ulong Inode;
        [FieldOffset(40)]
        public ulong Size;
        [FieldOffset(96)]
        public long CtimeSeconds;
        [FieldOffset(104)]
        public uint CtimeNanos;
        [FieldOffset(112)]
        public long MtimeSeconds;
        [FieldOffset(120)]
        public uint MtimeNanos;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Call(int folder, string path, int flags, uint mask, Statx* result);
}
