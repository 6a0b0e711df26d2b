namespace SiteBuilder.ServiceDefaults.Settings;

/// <summary>A file that the platform mounts into the container: a secret or a part of the configuration.</summary>
public sealed record MountedFile(string Path)
{
    /// <summary>The content without the white space around it, as it is now.</summary>
    public string Read() => File.ReadAllText(Path).Trim();

    /// <summary>Why the file cannot serve, or null when it can.</summary>
    public string? Problem()
    {
        try
        {
            return Read().Length == 0 ? $"names the file '{Path}', which is empty" : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return $"names the file '{Path}', which cannot be read: {problem.Message}";
        }
    }
}
