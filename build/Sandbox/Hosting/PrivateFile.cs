namespace SiteBuilder.Sandbox.Hosting;

/// <summary>Files that only their owner may read; replaced in one step, so that a reader never sees half of one.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string draft = $"{path}.{Environment.ProcessId}.new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (StreamWriter writer = new(draft, options))
        {
            writer.Write(content);
        }

        File.Move(draft, path, overwrite: true);
    }
}
