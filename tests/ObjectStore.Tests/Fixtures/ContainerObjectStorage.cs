namespace SiteBuilder.Tests.Fixtures;

/// <summary>The platform's own image in a container of Docker Engine.</summary>
internal sealed class ContainerObjectStorage(string id, int port) : IObjectStorageRun
{
    public int Port => port;

    /// <summary>Starts a container, or returns null where there is no engine or no such image.</summary>
    /// <param name="keys">The folder with the files access-key and secret-key; with tls.crt and tls.key too, the server speaks TLS.</param>
    public static async Task<ContainerObjectStorage?> TryStartAsync(DirectoryInfo keys)
    {
        if (await DockerCommand.FindImageAsync("object-storage") is not { } image)
        {
            return null;
        }

        DockerCommand.OpenToAll(keys);
        var port = FreePort.Take();
        var id = (await DockerCommand.RunAsync([
            "run", "--detach", "--rm", "--publish", $"127.0.0.1:{port}:9000", "--volume", $"{keys.FullName}:/keys:ro",
            .. ObjectStorageServer.Variables(keys, "/keys").SelectMany(variable => (string[])["--env", variable]), image,
        ]))?.Trim()
            ?? throw new InvalidOperationException($"docker run of the image '{image}' failed");
        var run = new ContainerObjectStorage(id, port);
        await run.UntilItAnswersAsync(ObjectStorageServer.IsEncrypted(keys) ? "https" : "http");
        return run;
    }

    public async ValueTask DisposeAsync() => await DockerCommand.RunAsync("rm", "--force", "--volumes", id);

    /// <summary>A container tells nothing when its server is ready, so it is asked until it answers, for a minute at most.</summary>
    private async Task UntilItAnswersAsync(string scheme)
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.GetStringAsync($"{scheme}://127.0.0.1:{port}/healthcheck");
                return;
            }
            catch (HttpRequestException) when (attempt < 300)
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }
}
