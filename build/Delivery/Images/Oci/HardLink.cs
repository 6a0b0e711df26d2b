using System.Runtime.InteropServices;

namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>One file under two names; copies where the file system cannot.</summary>
internal static partial class HardLink
{
    public static void Create(string existing, string added)
    {
        File.Delete(added);
        var linked = OperatingSystem.IsWindows() ? CreateHardLink(added, existing, 0) : Link(existing, added) == 0;
        if (!linked)
        {
            File.Copy(existing, added, overwrite: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string added);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string added, string existing, nint security);
}
