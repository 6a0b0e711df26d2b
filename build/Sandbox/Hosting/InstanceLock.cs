using System.Globalization;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>One process per data directory: a file that is locked while it runs, and beside it one with its pid.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    public static InstanceLock Take(string folder)
    {
        try
        {
            FileStream file = new(Path.Combine(folder, "sandbox.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(PidFile(folder), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new InstanceLock(file);
        }
        catch (IOException error)
        {
            throw new SandboxException(
                $"Sandbox: another process (pid {Holder(folder)?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}) already runs with the data in {folder}. "
                + "Use it, stop it with `SiteBuilder.Sandbox down`, or choose another --data.", error);
        }
    }

    /// <summary>The pid that was written last; the process may be gone.</summary>
    public static int? Holder(string folder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(PidFile(folder)), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PidFile(string folder) => Path.Combine(folder, "sandbox.pid");
}
