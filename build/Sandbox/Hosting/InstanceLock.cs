using System.Globalization;

namespace SiteBuilder.Sandbox.Hosting;

/// <summary>One process per data directory: a file that is locked while it runs and holds its pid.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    public static InstanceLock Take(string folder)
    {
        string path = PathIn(folder);
        try
        {
            FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
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
            using FileStream file = new(PathIn(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(file);
            return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PathIn(string folder) => Path.Combine(folder, "sandbox.pid");
}
