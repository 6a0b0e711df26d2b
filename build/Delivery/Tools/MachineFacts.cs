using System.Runtime.InteropServices;

namespace SiteBuilder.Delivery.Tools;

/// <summary>What bootstrapping needs to know of the machine.</summary>
/// <param name="System">The name to print, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <param name="HasApt">apt-get is on PATH: Debian and what descends from it.</param>
/// <param name="IsRoot">The process may install packages.</param>
public sealed record MachineFacts(string System, bool HasApt, bool IsRoot)
{
    private const string OsRelease = "/etc/os-release";

    /// <summary>Looks at the machine this runs on.</summary>
    public static MachineFacts Read() => new(PrettyName(), FindOnPath("apt-get") is not null, Environment.IsPrivilegedProcess);

    /// <summary>The full path of an executable on PATH; null where there is none.</summary>
    public static string? FindOnPath(string executable)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // sbin is not on every user's PATH, and that is where dockerd lives
        var all = OperatingSystem.IsWindows() ? folders : folders.Concat(["/usr/local/sbin", "/usr/sbin", "/sbin"]);
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ""] : [""];
        return all.SelectMany(f => endings.Select(e => Path.Combine(f, executable + e))).FirstOrDefault(File.Exists);
    }

    private static string PrettyName()
    {
        const string key = "PRETTY_NAME=";
        return File.Exists(OsRelease)
            ? File.ReadLines(OsRelease).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim('"') ?? RuntimeInformation.OSDescription
            : RuntimeInformation.OSDescription;
    }
}
