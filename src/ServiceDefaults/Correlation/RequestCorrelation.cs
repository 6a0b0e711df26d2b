using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SiteBuilder.ServiceDefaults.Correlation;

/// <summary>Gives each request its <see cref="CorrelationId"/>.</summary>
internal sealed class RequestCorrelation(RequestDelegate next, ILogger<RequestCorrelation> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var sent = context.Request.Headers[CorrelationId.Header].ToString();
        var id = CorrelationId.IsGood(sent) ? sent : Guid.NewGuid().ToString("n");
        // whoever the request is passed on to gets the same one
        context.Request.Headers[CorrelationId.Header] = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[CorrelationId.Header] = id;
            return Task.CompletedTask;
        });
        using (logger.BeginScope(new CorrelationScope(id)))
        {
            await next(context);
        }
    }
}
