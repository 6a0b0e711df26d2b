using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>PostgreSQL from the platform's own image, in a container of Docker Engine.</summary>
internal sealed class ContainerPostgres(string id, DirectoryInfo secrets, int port, string password) : IPostgresRun
{
    private static readonly string[] Images = ["sitebuilder.local/build/postgres:latest", "sitebuilder/postgres:dev"];

    public int Port => port;

    public string Password => password;

    /// <summary>Starts a container, or returns null where there is no engine or no such image.</summary>
    public static async Task<ContainerPostgres?> TryStartAsync()
    {
        string? image = null;
        foreach (var candidate in Images)
        {
            image ??= (await DockerAsync("image", "inspect", "--format", "{{.Id}}", candidate))?.Trim();
        }

        if (image is null)
        {
            return null;
        }

        var password = Guid.NewGuid().ToString("n");
        var secrets = Directory.CreateTempSubdirectory("sitebuilder-test-");
        var file = Path.Combine(secrets.FullName, "superuser-password");
        await File.WriteAllTextAsync(file, password);
        if (!OperatingSystem.IsWindows())
        {
            // the server in the container is another user than the one who runs the tests
            File.SetUnixFileMode(secrets.FullName, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }

        var port = FreePort.Take();
        var id = (await DockerAsync(
            "run", "--detach", "--rm", "--publish", $"127.0.0.1:{port}:5432", "--volume", $"{secrets.FullName}:/secrets:ro",
            "--env", "POSTGRES_PASSWORDS_FOLDER=/secrets", image))?.Trim()
            ?? throw new InvalidOperationException($"docker run of the image '{image}' failed");
        var run = new ContainerPostgres(id, secrets, port, password);
        await run.UntilItAnswersAsync();
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await DockerAsync("rm", "--force", "--volumes", id);
        secrets.Delete(recursive: true);
    }

    /// <summary>A container tells nothing when its server is ready, so it is asked until it answers, for a minute at most.</summary>
    private async Task UntilItAnswersAsync()
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Password={password};Pooling=false;Timeout=2");
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 300)
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }

    private static async Task<string?> DockerAsync(params string[] arguments)
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
}
