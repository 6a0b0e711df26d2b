using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Http;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>The API on a free port of the loopback, and a client for it.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiServer(WebApplication app, ClusterState state, AccountTokens tokens)
    {
        _app = app;
        Tokens = tokens;
        State = state;
        Url = app.Urls.First();
        Client = new HttpClient(new SocketsHttpHandler { ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = new Uri(Url) };
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1");
    }

    public ClusterState State { get; }

    public AccountTokens Tokens { get; }

    public string Url { get; }

    public HttpClient Client { get; }

    public static async Task<ApiServer> StartAsync(ClusterOptions? options = null, ApiOptions? api = null, IPodAccess? pods = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(KubernetesApi.Configure);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var state = new ClusterState(null, TimeProvider.System, options);
        var tokens = new AccountTokens(state, TimeProvider.System);
        KubernetesApi.Map(app, state, pods ?? new EchoPods(), tokens, api ?? new ApiOptions());
        await app.StartAsync();
        return new ApiServer(app, state, tokens);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Tokens.Dispose();
        State.Dispose();
    }

    public Task<(HttpStatusCode Code, JsonObject Body)> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, null, accept);

    public Task<(HttpStatusCode Code, JsonObject Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(HttpStatusCode Code, JsonObject Body)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<(HttpStatusCode Code, JsonObject Body)> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public Task<(HttpStatusCode Code, JsonObject Body)> ApplyAsync(string path, string manager, string body, bool force = false) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={manager}{(force ? "&force=true" : "")}", body, "application/apply-patch+yaml");

    public Task<(HttpStatusCode Code, JsonObject Body)> PatchAsync(string path, string type, string body) =>
        SendAsync(HttpMethod.Patch, path, body, $"application/{type}-patch+json");

    public async Task<(HttpStatusCode Code, JsonObject Body)> SendAsync(HttpMethod method, string path, string? body, string? type = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type ?? "application/json");
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>The first events of a watch.</summary>
    public async Task<List<JsonObject>> WatchAsync(string path, int count)
    {
        using var response = await Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<JsonObject>();
        while (events.Count < count && await reader.ReadLineAsync() is { } line) events.Add(JsonNode.Parse(line)!.AsObject());
        return events;
    }

    /// <summary>Pods that say which container was asked.</summary>
    private sealed class EchoPods : IPodAccess
    {
        public async Task WriteLogAsync(PodLogRequest request, Stream output, CancellationToken cancellationToken) =>
            await output.WriteAsync(Encoding.UTF8.GetBytes($"log of {request.Container}, tail {request.TailLines}\n"), cancellationToken);

        public async Task<int> ExecAsync(PodExecRequest request, Stream? input, Stream output, Stream error, CancellationToken cancellationToken)
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(string.Join(' ', request.Command)), cancellationToken);
            return 3;
        }

        // this machine's ports are the pod's
        public async Task<Socket> ConnectAsync(JsonObject pod, int port, CancellationToken cancellationToken)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return socket;
        }
    }
}
