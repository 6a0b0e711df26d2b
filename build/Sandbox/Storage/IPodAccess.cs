using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>
/// What the API server asks of the node about a pod's containers. The API server has found the pod and checked that it has
/// the container; a refusal that only the node can know (waiting to start, no previous container) is a <see cref="StatusException"/>.
/// </summary>
public interface IPodAccess
{
    /// <summary>Writes the log to <paramref name="output"/>, until its end or, with <see cref="PodLogRequest.Follow"/>, until the container ends.</summary>
    Task WriteLogAsync(PodLogRequest request, Stream output, CancellationToken cancellationToken);

    /// <summary>Runs a command in the container and returns its exit code. With a terminal everything comes out of <paramref name="output"/>.</summary>
    Task<int> ExecAsync(PodExecRequest request, Stream? input, Stream output, Stream error, CancellationToken cancellationToken);

    /// <summary>Opens a TCP connection to a port of the pod.</summary>
    /// <exception cref="SocketException">Nothing answers there.</exception>
    Task<Socket> ConnectAsync(JsonObject pod, int port, CancellationToken cancellationToken);
}

/// <summary>A read of one container's log. What is null does not limit.</summary>
public sealed record PodLogRequest(JsonObject Pod, string Container)
{
    /// <summary>The log of the container before its last restart.</summary>
    public bool Previous { get; init; }

    public bool Follow { get; init; }

    /// <summary>Every line begins with its time (RFC 3339, UTC) and a space.</summary>
    public bool Timestamps { get; init; }

    public long? TailLines { get; init; }

    public long? LimitBytes { get; init; }

    public DateTimeOffset? Since { get; init; }
}

/// <summary>A command to run in a container.</summary>
public sealed record PodExecRequest(JsonObject Pod, string Container, IReadOnlyList<string> Command, bool Terminal = false);
