using System.Runtime.InteropServices;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>Modes and groups of files, where the system has them.</summary>
internal static partial class FileModes
{
    public static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)(mode & 0xFFF));
        }
    }

    /// <summary>Best effort: only root may give files to any group; elsewhere (Docker Desktop) the file sharing does not care.</summary>
    public static void SetGroup(string path, long group)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = ChangeOwner(path, uint.MaxValue, (uint)group);
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
