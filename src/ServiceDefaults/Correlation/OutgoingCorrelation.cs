using Microsoft.AspNetCore.Http;

namespace SiteBuilder.ServiceDefaults.Correlation;

/// <summary>Sends the <see cref="CorrelationId"/> of the request in hand along with what is asked of other services for it.</summary>
internal sealed class OutgoingCorrelation(IHttpContextAccessor accessor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext?.Request.Headers[CorrelationId.Header].ToString() is { Length: > 0 } id)
        {
            request.Headers.Remove(CorrelationId.Header);
            request.Headers.Add(CorrelationId.Header, id);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
