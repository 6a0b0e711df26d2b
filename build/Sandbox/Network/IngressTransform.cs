using Yarp.ReverseProxy.Forwarder;

namespace SiteBuilder.Sandbox.Network;

/// <summary>Keeps the Host header (brands are told apart by it), says for whom the request is forwarded, and leaves out what the Ingress wants left out.</summary>
internal sealed class IngressTransform(IReadOnlyList<string> dropped) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        foreach (string name in dropped)
        {
            proxyRequest.Headers.Remove(name);
        }

        proxyRequest.Headers.Host = httpContext.Request.Host.Value;
        Set(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        Set(proxyRequest, "X-Real-IP", httpContext.Connection.RemoteIpAddress?.ToString());
        Set(proxyRequest, "X-Forwarded-Host", httpContext.Request.Host.Value);
        Set(proxyRequest, "X-Forwarded-Proto", httpContext.Request.Scheme);
    }

    // whoever is outside does not get to choose what is believed inside
    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
