using System.Globalization;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>Finds who listens on a port of this machine, for the error message of one who cannot.</summary>
internal static class PortHolder
{
    /// <summary>Such as "nginx (pid 812)"; null where it cannot be found (another user's process, not Linux).</summary>
    public static string? Find(int port)
    {
        try
        {
            string? inode = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists)
                .SelectMany(File.ReadLines)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields.Length > 9 && fields[3] == "0A"
                    && fields[1].EndsWith($":{port.ToString("X4", CultureInfo.InvariantCulture)}", StringComparison.Ordinal))
                .Select(fields => fields[9]).FirstOrDefault();
            return inode is null ? null : Directory.EnumerateDirectories("/proc")
                .Where(process => int.TryParse(Path.GetFileName(process), out _) && Holds(process, inode))
                .Select(process => $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (pid {Path.GetFileName(process)})").FirstOrDefault();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Holds(string process, string inode)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
