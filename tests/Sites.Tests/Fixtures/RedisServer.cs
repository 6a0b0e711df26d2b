namespace SiteBuilder.Tests.Fixtures;

/// <summary>A real Redis from the machine's packages, on a free port, without persistence.</summary>
internal sealed class RedisServer(ServerProcess server, int port) : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";

    /// <summary>host:port.</summary>
    public string Address => $"127.0.0.1:{port}";

    /// <summary>Starts a server; skips the test where the package is not installed.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "needs Redis: install the package redis-server");
        var port = FreePort.Take();
        var server = await ServerProcess.StartAsync(
            Program, ["--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no"], "Ready to accept connections");
        return new RedisServer(server, port);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
