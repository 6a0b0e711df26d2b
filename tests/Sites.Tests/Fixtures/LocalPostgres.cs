namespace SiteBuilder.Tests.Fixtures;

/// <summary>PostgreSQL from the machine's packages, in a temporary folder, on 127.0.0.1 with the superuser <c>postgres</c>; disposing stops and removes it.</summary>
internal sealed class LocalPostgres(ServerProcess server, DirectoryInfo folder, int port, string password) : IAsyncDisposable
{
    public int Port => port;

    public string Password => password;

    /// <summary>Starts a server, or returns null where the binaries are not installed.</summary>
    public static async Task<LocalPostgres?> TryStartAsync()
    {
        const string packages = "/usr/lib/postgresql";
        var binaries = Directory.Exists(packages)
            ? Directory.EnumerateDirectories(packages).Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres"))).Order().LastOrDefault()
            : null;
        if (binaries is null)
        {
            return null;
        }

        var password = Guid.NewGuid().ToString("n");
        var folder = ServerProcess.NewFolder();
        var data = Path.Combine(folder.FullName, "data");
        var passwordFile = Path.Combine(Path.GetTempPath(), $"sitebuilder-test-{Guid.NewGuid():n}");
        await File.WriteAllTextAsync(passwordFile, password);
        try
        {
            await ServerProcess.RunAsync(
                Path.Combine(binaries, "initdb"), "-D", data, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        var port = FreePort.Take();
        var server = await ServerProcess.StartAsync(
            Path.Combine(binaries, "postgres"),
            ["-D", data, "-h", "127.0.0.1", "-p", $"{port}", "-k", folder.FullName, "-c", "fsync=off", "-c", "shared_buffers=32MB", "-c", "max_connections=200"],
            "ready to accept connections");
        return new LocalPostgres(server, folder, port, password);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
