using Microsoft.AspNetCore.Diagnostics;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Http;

/// <summary>Answers 503 where a write came while its brand moves to another shard.</summary>
internal sealed class BrandMoves(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BrandMovesException)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "10";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Title = "The brand moves to another database.", Detail = "Nothing was changed. Reading goes on; write again in a moment.", Status = 503 },
        });
    }
}
