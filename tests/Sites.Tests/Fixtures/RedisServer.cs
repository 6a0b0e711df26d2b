namespace SiteBuilder.Tests.Fixtures;

/// <summary>A real Redis from the machine's packages, on a free port, without persistence.</summary>
internal sealed class RedisServer(ServerProcess server, int port) : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private const string Password = "the-password";

    /// <summary>host:port.</summary>
    public string Address => $"127.0.0.1:{port}";

    /// <summary>Starts a server; skips the test where the package is not installed.</summary>
    /// <param name="users">Who may do what beside the user of the tests, by name: the rights as Redis' access control lists say them.</param>
    public static async Task<RedisServer> StartAsync(IReadOnlyDictionary<string, string>? users = null)
    {
        Assert.SkipUnless(File.Exists(Program), "needs Redis: install the package redis-server");
        var port = FreePort.Take();
        var rights = (users ?? new Dictionary<string, string>()).SelectMany(user => (string[])["--user", user.Key, "on", $">{Password}", .. user.Value.Split(' ')]);
        var server = await ServerProcess.StartAsync(
            Program, ["--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0", .. rights], "Ready to accept connections");
        return new RedisServer(server, port);
    }

    /// <summary>The arguments by which a service comes in as one of the users.</summary>
    /// <param name="section">The section of the service's settings, such as <c>Sites:Queue</c>.</param>
    /// <param name="user">The user.</param>
    /// <param name="folder">Where a file with its password may be written.</param>
    public string[] Arguments(string section, string user, string folder)
    {
        var file = Path.Combine(folder, "redis-password");
        File.WriteAllText(file, Password);
        return [$"--{section}:Address={Address}", $"--{section}:User={user}", $"--{section}:PasswordFile={file}"];
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
