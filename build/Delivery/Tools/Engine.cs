using System.Net.Sockets;
using Docker.DotNet;

namespace SiteBuilder.Delivery.Tools;

/// <summary>Reaches Docker Engine over its API; no docker command is needed.</summary>
public sealed class Engine(string? dockerHost = null)
{
    private const string Socket = "/var/run/docker.sock";
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The value of DOCKER_HOST, where one is set.</summary>
    public string? Host { get; } = dockerHost ?? Blank(Environment.GetEnvironmentVariable("DOCKER_HOST"));

    /// <summary>Where the engine is looked for, for messages.</summary>
    public string Address => Host ?? (OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : $"unix://{Socket}");

    /// <summary>A new client; the caller disposes it.</summary>
    public IDockerClient Connect() => new DockerClientBuilder().WithEndpoint(new Uri(Address)).WithTimeout(Timeout.InfiniteTimeSpan).Build();

    /// <summary>Asks the engine whether it is there.</summary>
    public async Task<(EngineState State, string Message)> ProbeAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ProbeLimit);
        try
        {
            using var client = Connect();
            await client.System.PingAsync(limit.Token).ConfigureAwait(false);
            return (EngineState.Answers, $"Docker Engine answers at {Address}.");
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            return Judge(error);
        }
    }

    /// <summary>Returns a client of an engine that answers.</summary>
    /// <exception cref="UsageException">It does not answer; the message says why and what to do.</exception>
    public async Task<IDockerClient> ConnectAsync(CancellationToken cancellation)
    {
        var (state, message) = await ProbeAsync(cancellation).ConfigureAwait(false);
        return state == EngineState.Answers ? Connect() : throw new UsageException(message);
    }

    private (EngineState State, string Message) Judge(Exception error)
    {
        var cause = error.GetBaseException();

        // what .NET says of a socket file that is not there
        var why = cause is SocketException { SocketErrorCode: SocketError.AddressNotAvailable } ? "there is no such socket" : cause.Message;
        if (Host is not null)
        {
            return (EngineState.HostUnreachable, $"DOCKER_HOST is '{Host}', but no Docker Engine answers there ({why}). Unset DOCKER_HOST to use the engine of this machine, or correct it.");
        }

        return cause is SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException
            ? (EngineState.Denied, $"Docker Engine runs, but {Socket} is not open to user '{Environment.UserName}'. Join the group once and log in again: sudo usermod -aG docker {Environment.UserName}")
            : (EngineState.NotRunning, $"Docker Engine does not answer at {Address} ({why}). Start it (Docker Desktop, or `systemctl start docker`), or run again with --bootstrap.");
    }

    private static string? Blank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
