using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>Makes one request, connection or command of a probe or a lifecycle hook. The answer is null for success, else what went wrong.</summary>
internal sealed class ProbeRunner(IPodRuntime runtime) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="action">A probe or hook: httpGet, tcpSocket, exec, sleep.</param>
    public async Task<string?> RunAsync(
        JsonObject action, JsonObject container, string containerId, string? podAddress, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (action.Object("httpGet") is { } http)
            {
                return await GetAsync(http, container, podAddress, either.Token);
            }

            if (action.Object("tcpSocket") is { } tcp)
            {
                return await ConnectAsync(tcp.Text("host") ?? podAddress ?? "", Port(tcp, container), either.Token);
            }

            if (action.Object("sleep") is { } sleep)
            {
                await Task.Delay(TimeSpan.FromSeconds(sleep.Number("seconds") ?? 0), time, either.Token);
                return null;
            }

            return action.Object("exec") is { } exec ? await ExecAsync(exec.Texts("command"), containerId, timeout, cancellationToken) : null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"{Target(action, container, podAddress)}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> GetAsync(JsonObject get, JsonObject container, string? podAddress, CancellationToken cancellationToken)
    {
        string url = Url(get, container, podAddress);
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kube-probe", "1.36"));
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        foreach (JsonObject header in get.Items("httpHeaders"))
        {
            string name = header.Text("name") ?? "";
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, header.Text("value") ?? "");
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {(int)response.StatusCode}";
        }
        catch (HttpRequestException error)
        {
            return $"Get \"{url}\": {Cause(error, new Uri(url))}";
        }
    }

    private static async Task<string?> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(host, port, cancellationToken);
            return null;
        }
        catch (SocketException error)
        {
            return $"dial tcp {host}:{port}: connect: {(error.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : error.Message)}";
        }
    }

    private async Task<string?> ExecAsync(IReadOnlyList<string> command, string containerId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using MemoryStream output = new();
        int code;
        try
        {
            code = await runtime.ExecAsync(new ContainerCommand(containerId, command) { Limit = timeout }, null, output, output, cancellationToken);
        }
        catch (TimeoutException)
        {
            return $"command timed out: \"{string.Join(' ', command)}\" timed out after {timeout.TotalSeconds:0}s";
        }
        catch (ContainerException error)
        {
            return error.Message;
        }

        return code == 0 ? null : Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)Math.Min(output.Length, 10240));
    }

    private static string Target(JsonObject action, JsonObject container, string? podAddress) =>
        action.Object("httpGet") is { } get ? $"Get \"{Url(get, container, podAddress)}\"" : $"dial tcp {podAddress}";

    private static string Url(JsonObject get, JsonObject container, string? podAddress)
    {
        string path = get.Text("path") ?? "/";
        string scheme = (get.Text("scheme") ?? "HTTP").ToLowerInvariant();
        return $"{scheme}://{get.Text("host") ?? podAddress}:{Port(get, container)}{(path.StartsWith('/') ? path : "/" + path)}";
    }

    private static int Port(JsonObject action, JsonObject container) =>
        (int)(action.Number("port") ?? container.Items("ports").FirstOrDefault(port => port.Text("name") == action.Text("port")).Number("containerPort") ?? 0);

    private static string Cause(Exception error, Uri url)
    {
        while (error.InnerException is not null)
        {
            error = error.InnerException;
        }

        return error is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? $"dial tcp {url.Host}:{url.Port}: connect: connection refused" : error.Message;
    }
}
