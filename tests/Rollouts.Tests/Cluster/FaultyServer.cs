using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>Stands between a rollout and the API server, over TLS and HTTP/2 like the real one, and lets go wrong what it is told to.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly ClusterConnection _upstream;
    private readonly Func<ApiCall, Fault> _faults;
    private readonly Action<ApiCall>? _after;
    private readonly ConcurrentQueue<ApiCall> _calls = new();
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private int _numbers;
    private int _writes;

    private FaultyServer(string kubeconfig, Func<ApiCall, Fault> faults, Action<ApiCall>? after, int streams)
    {
        (_faults, _after) = (faults, after);
        _upstream = ClusterConnection.Open(kubeconfig, null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = streams;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate()));
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>A kubeconfig that leads here.</summary>
    public string Kubeconfig { get; private set; } = "";

    public IReadOnlyCollection<ApiCall> Calls => _calls;

    /// <param name="kubeconfig">Of the API server.</param>
    /// <param name="faults">Says what goes wrong with a call.</param>
    /// <param name="after">Hears of each call that the API server has answered, before the client does.</param>
    /// <param name="streams">How many requests one connection may have under way.</param>
    public static async Task<FaultyServer> StartAsync(string kubeconfig, Func<ApiCall, Fault> faults, Action<ApiCall>? after = null, int streams = 250)
    {
        var server = new FaultyServer(kubeconfig, faults, after, streams);
        await server._app.StartAsync();
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Kubeconfig = Path.Combine(Path.GetTempPath(), $"faulty-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(server.Kubeconfig, $$$"""
            apiVersion: v1
            kind: Config
            current-context: faulty
            contexts: [{name: faulty, context: {cluster: faulty, user: faulty}}]
            clusters: [{name: faulty, cluster: {server: "{{{address}}}", insecure-skip-tls-verify: true}}]
            users: [{name: faulty, user: {token: none}}]
            """);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _upstream.Dispose();
        _stop.Dispose();
        File.Delete(Kubeconfig);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (request, query) = (context.Request, context.Request.QueryString.Value ?? "");
        var isWrite = request.Method != "GET" && !query.Contains("dryRun", StringComparison.Ordinal) && !request.Path.Value!.Contains("/leases", StringComparison.Ordinal) && !request.Path.Value!.Contains("/selfsubjectaccessreviews", StringComparison.Ordinal);
        var call = new ApiCall(Interlocked.Increment(ref _numbers), isWrite ? Interlocked.Increment(ref _writes) : 0, request.Method, request.Path.Value!, query, request.Protocol, context.Connection.Id);
        _calls.Enqueue(call);
        var fault = _faults(call);
        if (fault.Until is { } until)
        {
            await until;
        }

        if (fault.BreaksBefore)
        {
            Break(context);
            return;
        }

        if (fault.Hangs)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
            await Task.Delay(Timeout.Infinite, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (fault.Status > 0)
        {
            context.Response.StatusCode = fault.Status;
            context.Response.ContentType = "application/json";
            if (fault.RetryAfter is not null)
            {
                context.Response.Headers.RetryAfter = fault.RetryAfter;
            }

            await context.Response.WriteAsync(fault.Body, context.RequestAborted);
            return;
        }

        try
        {
            await ForwardAsync(context, call, fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client no longer wants it
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            Break(context);
        }
    }

    private async Task ForwardAsync(HttpContext context, ApiCall call, Fault fault)
    {
        using var ends = fault.BreaksWithin is { } time ? new CancellationTokenSource(time) : new CancellationTokenSource();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token, ends.Token);
        using var onward = new HttpRequestMessage(new HttpMethod(call.Method), $"{_upstream.Server.AbsoluteUri.TrimEnd('/')}{context.Request.Path.ToUriComponent()}{call.Query}") { Version = HttpVersion.Version20 };
        onward.Headers.TryAddWithoutValidation("Accept", context.Request.Headers.Accept.ToArray());
        if (context.Request.ContentType is { } type)
        {
            onward.Content = new StreamContent(context.Request.Body);
            onward.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await _upstream.SendAsync(onward, limit.Token);
        _after?.Invoke(call);
        if (fault.BreaksAfter)
        {
            Break(context);
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
        var buffer = new byte[16384];
        var rest = fault.Cut ?? int.MaxValue;
        while (rest > 0 && await body.ReadAsync(buffer, limit.Token) is var read and > 0)
        {
            var part = Math.Min(read, rest);
            rest -= part;
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, part), limit.Token);
            await context.Response.Body.FlushAsync(limit.Token);
        }
    }

    // the connection goes with everything else that is under way on it
    private static void Break(HttpContext context)
    {
        if (context.Features.Get<IConnectionLifetimeFeature>() is { } connection)
        {
            connection.Abort();
        }
        else
        {
            context.Abort();
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=faulty", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
