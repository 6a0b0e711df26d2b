using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;
using Yarp.ReverseProxy.Forwarder;

namespace SiteBuilder.Sandbox.Network;

/// <summary>Takes requests from outside and hands each to a ready pod of the Service that its host and path lead to.</summary>
internal sealed class IngressProxy : IDisposable
{
    private const string Manager = "ingress-controller";

    private readonly IClusterObjects _objects;
    private readonly ServiceDirectory _directory;
    private readonly IngressRates _rates;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        EnableMultipleHttp2Connections = true,
        // the controller whose annotations these are looks at no certificate either
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    });

    private volatile IngressRoutes _routes = IngressRoutes.None;
    private int _turn;

    public IngressProxy(IClusterObjects objects, ServiceDirectory directory, TimeProvider time) => (_objects, _directory, _rates) = (objects, directory, new IngressRates(time));

    public void Dispose() => _client.Dispose();

    /// <summary>Keeps the routes up to date and tells each Ingress of its class where it is served.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (ObjectChange change in _objects.Watch([ClusterKinds.Ingress], cancellationToken))
        {
            _routes = IngressRoutes.Of(_objects);
            if (change.Type != ChangeType.Deleted && _objects.Get(change.Object.Key()) is { } ingress && ingress.Text("spec", "ingressClassName") == IngressRoutes.Class)
            {
                try
                {
                    StatusWriter.Write(_objects, ingress, new JsonObject
                    {
                        ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = IPAddress.Loopback.ToString() }) },
                    }, Manager);
                }
                catch (StatusException)
                {
                    // changed or gone in between: its next change comes by here
                }
            }
        }
    }

    public async Task ServeAsync(HttpContext context)
    {
        string host = context.Request.Host.Host;
        if (_routes.Find(host, context.Request.Path.Value is { Length: > 0 } path ? path : "/") is not { } route)
        {
            string reason = _routes.KnowsHost(host) ? $"no path of an Ingress for host {host} takes {context.Request.Path}" : $"no Ingress has a rule for host {host}";
            await RefuseAsync(context, StatusCodes.Status404NotFound, reason);
            return;
        }

        if (Limited(context, route) is { } limited)
        {
            await RefuseAsync(context, limited.Status, $"host {host}: {limited.Reason}");
            return;
        }

        ServiceEntry? service = _directory.Find(route.Namespace, route.Service);
        if (service is null)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"the Ingress for host {host} names the Service {route.Namespace}/{route.Service}, which does not exist");
            return;
        }

        JsonObject? port = service.Service.Items("spec", "ports").FirstOrDefault(candidate =>
            route.Port.Text("name") is { } name ? candidate.Text("name") == name : candidate.Number("port") == route.Port.Number("number"));
        IReadOnlyList<IPEndPoint> ready = port is null ? [] : service.Ready(port.Text("name") ?? "");
        if (ready.Count == 0)
        {
            string reason = port is null
                ? $"Service {route.Namespace}/{route.Service} has no port {route.Port.Text("name") ?? route.Port.Text("number")}"
                : $"Service {route.Namespace}/{route.Service} has no ready pod";
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"host {host}: {reason}");
            return;
        }

        await ForwardAsync(context, route, route.Limits.Order(ready, context.Connection.RemoteIpAddress, Interlocked.Increment(ref _turn) & int.MaxValue));
    }

    /// <summary>What the Ingress does not let pass. A body that does not say how large it is ends on its way, where it is too large.</summary>
    private (int Status, string Reason)? Limited(HttpContext context, IngressRoute route)
    {
        if (route.Limits.Rate is { } rate && !_rates.Takes(rate, context.Connection.RemoteIpAddress ?? IPAddress.None))
        {
            context.Response.Headers.RetryAfter = "1";
            return (rate.Status, $"Ingress {rate.Ingress} takes {rate.Requests} requests of an address per {(rate.Per == TimeSpan.FromMinutes(1) ? "minute" : "second")}, {rate.AtOnce} at once");
        }

        if (route.Limits.LargestBody is not { } largest)
        {
            return null;
        }

        if (context.Request.ContentLength > largest)
        {
            return (StatusCodes.Status413PayloadTooLarge, $"the body of {context.Request.ContentLength} bytes is above the {largest} that the Ingress takes");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = largest;
        }

        return null;
    }

    private async Task ForwardAsync(HttpContext context, IngressRoute route, IReadOnlyList<IPEndPoint> pods)
    {
        ForwarderRequestConfig config = route.Limits.Timeout is { } timeout ? new ForwarderRequestConfig { ActivityTimeout = timeout } : ForwarderRequestConfig.Empty;
        IngressTransform transform = new(route.Limits.Dropped);
        string scheme = route.Limits.Encrypted.Contains(route.Service) ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        IHttpForwarder forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        // a request whose body may have been read already can be sent only once
        int tries = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true ? 1 : pods.Count;
        for (int i = 0; i < tries; i++)
        {
            ForwarderError error = await forwarder.SendAsync(
                context, $"{scheme}://{pods[i]}", _client, config, transform);
            if (error == ForwarderError.RequestBodyClient && route.Limits.LargestBody is { } largest && context.Request.ContentLength is null && !context.Response.HasStarted)
            {
                context.Response.Clear();
                await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, $"the body is above the {largest} bytes that the Ingress takes");
                return;
            }

            if (error != ForwarderError.Request || context.Response.HasStarted)
            {
                return;
            }

            context.Response.Clear();
        }

        await RefuseAsync(context, StatusCodes.Status502BadGateway, $"no pod of Service {route.Namespace}/{route.Service} took the connection");
    }

    private static async Task RefuseAsync(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"{code}: {reason}\n");
    }
}
