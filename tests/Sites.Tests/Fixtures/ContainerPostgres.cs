using Npgsql;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>PostgreSQL from the platform's own image, in a container of Docker Engine.</summary>
internal sealed class ContainerPostgres(string id, DirectoryInfo secrets, int port, string password) : IPostgresRun
{
    public int Port => port;

    public string Password => password;

    /// <summary>Starts a container, or returns null where there is no engine or no such image.</summary>
    public static async Task<ContainerPostgres?> TryStartAsync()
    {
        if (await DockerCommand.FindImageAsync("postgres") is not { } image)
        {
            return null;
        }

        var password = Guid.NewGuid().ToString("n");
        var secrets = Directory.CreateTempSubdirectory("sitebuilder-test-");
        await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "superuser-password"), password);
        DockerCommand.OpenToAll(secrets);
        var port = FreePort.Take();
        var id = (await DockerCommand.RunAsync(
            "run", "--detach", "--rm", "--publish", $"127.0.0.1:{port}:5432", "--volume", $"{secrets.FullName}:/secrets:ro",
            "--env", "POSTGRES_PASSWORDS_FOLDER=/secrets", image))?.Trim()
            ?? throw new InvalidOperationException($"docker run of the image '{image}' failed");
        var run = new ContainerPostgres(id, secrets, port, password);
        await run.UntilItAnswersAsync();
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await DockerCommand.RunAsync("rm", "--force", "--volumes", id);
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
}
