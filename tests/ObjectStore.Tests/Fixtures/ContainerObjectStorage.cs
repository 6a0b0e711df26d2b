namespace SiteBuilder.Tests.Fixtures;

/// <summary>The platform's own image in a container of Docker Engine.</summary>
internal sealed class ContainerObjectStorage(string id, int port) : IObjectStorageRun
{
    public int Port => port;

    /// <summary>Starts a container, or returns null where there is no engine or no such image.</summary>
    /// <param name="keys">The folder with the files access-key and secret-key.</param>
    public static async Task<ContainerObjectStorage?> TryStartAsync(DirectoryInfo keys)
    {
        if (await DockerCommand.FindImageAsync("object-storage") is not { } image)
        {
            return null;
        }

        DockerCommand.OpenToAll(keys);
        var port = FreePort.Take();
        var id = (await DockerCommand.RunAsync(
            "run", "--detach", "--rm", "--publish", $"127.0.0.1:{port}:9000", "--volume", $"{keys.FullName}:/keys:ro",
            "--env", "OBJECT_STORAGE_ACCESS_KEY_FILE=/keys/access-key", "--env", "OBJECT_STORAGE_SECRET_KEY_FILE=/keys/secret-key",
            "--env", "OBJECT_STORAGE_READER_ACCESS_KEY_FILE=/keys/reader-access-key", "--env", "OBJECT_STORAGE_READER_SECRET_KEY_FILE=/keys/reader-secret-key",
            "--env", $"OBJECT_STORAGE_READER_BUCKET={ObjectStorageServer.ReaderBucket}", image))?.Trim()
            ?? throw new InvalidOperationException($"docker run of the image '{image}' failed");
        var run = new ContainerObjectStorage(id, port);
        await run.UntilItAnswersAsync();
        return run;
    }

    public async ValueTask DisposeAsync() => await DockerCommand.RunAsync("rm", "--force", "--volumes", id);

    /// <summary>A container tells nothing when its server is ready, so it is asked until it answers, for a minute at most.</summary>
    private async Task UntilItAnswersAsync()
    {
        using var client = new HttpClient();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.GetStringAsync($"http://127.0.0.1:{port}/healthcheck");
                return;
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }
}
