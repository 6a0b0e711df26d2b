using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using SiteBuilder.Sandbox.Network;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Network;

/// <summary>What an Ingress asks for beside the way, asked of the sandbox's own with two pods behind it.</summary>
public sealed class IngressLimitsTests : IAsyncLifetime
{
    private readonly TestCluster _cluster = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<WebApplication> _running = [];
    private readonly ConcurrentQueue<(int Port, IHeaderDictionary Headers, long Body)> _received = [];
    private readonly HttpClient _http = new();
    private IngressProxy? _ingress;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (WebApplication app in _running)
        {
            await app.DisposeAsync();
        }

        _http.Dispose();
        _ingress?.Dispose();
        _stop.Dispose();
        await _cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(1024, false, HttpStatusCode.OK)]
    [InlineData(1025, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(100_000, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_passes_up_to_the_size_that_the_ingress_takes(int size, bool chunked, HttpStatusCode status)
    {
        await StartAsync("nginx.org/client-max-body-size: 1k");
        using HttpRequestMessage request = new(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[size]) };
        request.Headers.TransferEncodingChunked = chunked;

        using HttpResponseMessage answer = await SendAsync(request);

        answer.StatusCode.ShouldBe(status);
        (_received.SingleOrDefault().Body == size).ShouldBe(status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_that_is_silent_for_longer_than_the_ingress_waits_is_given_up()
    {
        await StartAsync("nginx.org/proxy-read-timeout: 1s");

        (await AskAsync("/silent")).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await AskAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_asks_too_often_waits_until_what_it_asked_is_paid_for()
    {
        await StartAsync("nginx.org/limit-req-rate: 6r/m, nginx.org/limit-req-burst: '2', nginx.org/limit-req-reject-code: '429'");

        List<HttpStatusCode> four = [];
        for (int i = 0; i < 4; i++)
        {
            four.Add((await AskAsync("/")).StatusCode);
        }

        four.ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests]);
        HttpResponseMessage refused = await AskAsync("/");
        refused.Headers.RetryAfter!.ToString().ShouldBe("1");
        (await refused.Content.ReadAsStringAsync()).ShouldBe("429: host shop.test: Ingress default/shop takes 6 requests of an address per minute, 3 at once\n");
        _cluster.Time.Advance(TimeSpan.FromSeconds(10));
        (await AskAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync("/")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task An_address_goes_to_one_pod_where_the_ingress_is_sticky_and_to_all_where_it_is_not()
    {
        await StartAsync("nginx.org/lb-method: hash $remote_addr consistent");
        for (int i = 0; i < 6; i++)
        {
            (await AskAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        _received.Select(request => request.Port).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_annotations_nothing_is_limited_and_all_pods_are_asked()
    {
        await StartAsync("nginx.org/hsts: 'true'");
        for (int i = 0; i < 6; i++)
        {
            (await AskAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        _received.Select(request => request.Port).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("nginx.org/ssl-services: 'other,shop'", HttpStatusCode.OK)]
    [InlineData("nginx.org/ssl-services: other", HttpStatusCode.BadGateway)]
    public async Task A_service_that_speaks_TLS_is_called_so_where_the_ingress_names_it(string annotation, HttpStatusCode status)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=anybody", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        await StartAsync(annotation, certificate);

        (await AskAsync("/")).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Headers_without_a_value_are_taken_away_and_what_a_client_says_of_itself_is_not_believed()
    {
        await StartAsync("nginx.org/proxy-set-headers: 'Forwarded:,Cookie:,X-Kept'");
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        foreach (string header in (string[])["Forwarded: for=192.0.2.1", "Cookie: a=b", "X-Kept: yes", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: other.test", "X-Real-IP: 192.0.2.1"])
        {
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        }

        (await SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        IHeaderDictionary headers = _received.ShouldHaveSingleItem().Headers;
        headers.ContainsKey("Forwarded").ShouldBeFalse();
        headers.ContainsKey("Cookie").ShouldBeFalse();
        headers["X-Kept"].ToString().ShouldBe("yes");
        headers["X-Forwarded-For"].ToString().ShouldBe("127.0.0.1");
        headers["X-Forwarded-Proto"].ToString().ShouldBe("http");
        headers["X-Forwarded-Host"].ToString().ShouldBe("shop.test");
        headers["X-Real-IP"].ToString().ShouldBe("127.0.0.1");
    }

    private Task<HttpResponseMessage> AskAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(new Uri(_running[^1].Urls.Single()), request.RequestUri!);
        request.Headers.Host = "shop.test";
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task StartAsync(string annotations, X509Certificate2? certificate = null)
    {
        // no endpoint may be a loopback address
        IPAddress own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
            .First(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        _cluster.Create("""
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec: {ports: [{port: 80}]}
            """);
        foreach (string name in (string[])["one", "two"])
        {
            int port = await ListenAsync(own, ReceiveAsync, certificate);
            _cluster.Create($$"""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: 'shop-{{name}}', labels: {kubernetes.io/service-name: shop} }
                addressType: IPv4
                endpoints: [{addresses: ['{{own}}'], conditions: {ready: true} }]
                ports: [{name: '', port: {{port}}, protocol: TCP}]
                """);
        }

        _cluster.Create($$"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop, annotations: { {{annotations}} } }
            spec:
              ingressClassName: sandbox
              rules:
              - host: shop.test
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80} } } }] }
            """);
        ServiceDirectory directory = new(_cluster.State);
        IngressProxy ingress = _ingress = new(_cluster.State, directory, _cluster.Time);
        _ = directory.RunAsync(_stop.Token);
        _ = ingress.RunAsync(_stop.Token);
        await ListenAsync(IPAddress.Loopback, ingress.ServeAsync);
        for (int tries = 0; tries < 200 && directory.Find("default", "shop")?.Endpoints.Count != 2; tries++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task<int> ListenAsync(IPAddress address, RequestDelegate serve, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(address, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate));
        });
        builder.Services.AddHttpForwarder();
        WebApplication app = builder.Build();
        app.Run(serve);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _running.Add(app);
        return new Uri(app.Urls.Single()).Port;
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        if (context.Request.Path == "/silent")
        {
            await Task.Delay(TimeSpan.FromSeconds(10), context.RequestAborted);
        }

        long body = 0;
        byte[] buffer = new byte[8192];
        while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            body += read;
        }

        // the server uses its own again for the next request
        _received.Enqueue((context.Connection.LocalPort, new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase)), body));
    }
}
