using System.Runtime.InteropServices;

namespace SiteBuilder.Delivery.Images.Hashing;

/// <summary>Names the .NET SDKs beside the running runtime. With global.json, another input, they decide which SDK compiles; asking it would cost a process.</summary>
internal static class SdkVersions
{
    public static string Installed()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var folder = Path.Combine(root, "sdk");
        return Directory.Exists(folder)
            ? string.Join(' ', Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal))
            : RuntimeInformation.FrameworkDescription;
    }
}
