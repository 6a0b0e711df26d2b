using System.Diagnostics;

namespace SiteBuilder.Delivery.Tools;

/// <summary>The note that bootstrap leaves when it started dockerd, so that taking down can say how to stop it.</summary>
/// <param name="PidFile">Where the note is kept.</param>
public sealed record StartedEngine(string PidFile)
{
    /// <summary>The command that stops what bootstrap started; null where bootstrap started nothing or it has ended.</summary>
    public string? StopCommand() => Running() is { } pid ? $"kill {pid}" : null;

    internal int? Running()
    {
        if (!File.Exists(PidFile) || !int.TryParse(File.ReadAllText(PidFile), out var pid))
        {
            return null;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.StartsWith("dockerd", StringComparison.Ordinal) ? pid : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
