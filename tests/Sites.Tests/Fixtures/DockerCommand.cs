using System.ComponentModel;
using System.Diagnostics;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>The command <c>docker</c>.</summary>
internal static class DockerCommand
{
    /// <summary>What it wrote; null where it failed or there is none.</summary>
    public static async Task<string?> RunAsync(params string[] arguments)
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = docker.StandardError.ReadToEndAsync();
            var output = await docker.StandardOutput.ReadToEndAsync();
            await docker.WaitForExitAsync();
            await error;
            return docker.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The first of the images that the engine has; null where it has none of them, or there is no engine.</summary>
    public static async Task<string?> FindImageAsync(string name)
    {
        string? image = null;
        foreach (var candidate in (string[])[$"sitebuilder.local/build/{name}:latest", $"sitebuilder/{name}:dev"])
        {
            image ??= (await RunAsync("image", "inspect", "--format", "{{.Id}}", candidate))?.Trim();
        }

        return image;
    }

    /// <summary>Lets the server in a container, which is another user than the one who runs the tests, read a mounted folder of files.</summary>
    public static void OpenToAll(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        foreach (var file in folder.EnumerateFiles())
        {
            File.SetUnixFileMode(file.FullName, (UnixFileMode)0b110_100_100);
        }
    }
}
