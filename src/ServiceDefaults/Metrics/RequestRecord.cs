using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace SiteBuilder.ServiceDefaults.Metrics;

/// <summary>Counts, times and logs each request.</summary>
internal sealed class RequestRecord(RequestDelegate next, RequestMetrics metrics, TimeProvider clock, ILogger<RequestRecord> logger)
{
    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public async Task InvokeAsync(HttpContext context)
    {
        // taken before the exception handler clears it
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
        var start = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var duration = clock.GetElapsedTime(start);
            var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "other";
            var status = context.Response.StatusCode;
            metrics.Record(method, route, status, context.Brand(), duration);
            logger.LogInformation(
                "{Method} {Path} {Status} in {Milliseconds} ms for {Brand}",
                method, context.Request.Path.Value, status, Math.Round(duration.TotalMilliseconds, 1), context.Brand());
        }
    }
}
