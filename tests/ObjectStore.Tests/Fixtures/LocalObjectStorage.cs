namespace SiteBuilder.Tests.Fixtures;

/// <summary>The program of the image object-storage with Swift from the machine's packages, in a temporary folder.</summary>
internal sealed class LocalObjectStorage(ServerProcess server, DirectoryInfo folder, int port) : IObjectStorageRun
{
    private const string Package = "/usr/lib/python3/dist-packages/swift/proxy/server.py";

    public int Port => port;

    /// <summary>Starts a server, or returns null where Swift is not installed.</summary>
    /// <param name="keys">The folder with the files access-key and secret-key; with tls.crt and tls.key too, the server speaks TLS.</param>
    public static async Task<LocalObjectStorage?> TryStartAsync(DirectoryInfo keys)
    {
        if (!File.Exists(Package))
        {
            return null;
        }

        var folder = ServerProcess.NewFolder();
        var program = Path.Combine(keys.FullName, "start");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "object-storage", "start"), program);
        DockerCommand.OpenToAll(keys);
        var port = FreePort.Take();
        var server = await ServerProcess.StartAsync(
            "/usr/bin/env",
            [
                $"OBJECT_STORAGE_DATA={folder.FullName}", "OBJECT_STORAGE_ADDRESS=127.0.0.1", $"OBJECT_STORAGE_PORT={port}",
                .. ObjectStorageServer.Variables(keys, keys.FullName),
                "/usr/bin/python3", program,
            ],
            "object-storage: ready");
        return new LocalObjectStorage(server, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
