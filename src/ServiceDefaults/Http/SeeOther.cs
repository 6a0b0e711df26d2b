using Microsoft.AspNetCore.Http;

namespace SiteBuilder.ServiceDefaults.Http;

/// <summary>Leads the browser on with a GET after a write (RFC 9110, 15.4.4), so that reloading writes nothing twice.</summary>
/// <param name="path">Where to.</param>
public sealed class SeeOther(string path) : IResult
{
    /// <summary>Writes status 303 and the address.</summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}
