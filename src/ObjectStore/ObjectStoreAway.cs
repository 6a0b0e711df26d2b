using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SiteBuilder.ObjectStore;

/// <summary>Answers 503 where a request failed because the object store is away, and leaves other errors alone.</summary>
public sealed class ObjectStoreAway(IProblemDetailsService problems, ILogger<ObjectStoreAway> logger) : Microsoft.AspNetCore.Diagnostics.IExceptionHandler
{
    /// <summary>True when the exception, or one it wraps, says that the store could not be reached or asked.</summary>
    public static bool Explains(Exception? problem) => problem switch
    {
        null => false,
        HttpRequestException or HttpIOException or SocketException or TimeoutException => true,
        AmazonServiceException error when IsAway(error) => true,
        _ => Explains(problem.InnerException),
    };

    /// <inheritdoc />
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Explains(exception))
        {
            return false;
        }

        logger.LogError("The object store does not answer: {Reason}", exception.GetBaseException().Message);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "5";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Title = "The object store does not answer.", Detail = "Try again in a moment.", Status = 503 },
        });
    }

    // overloaded or starting up, not let in (keys being rotated), no such bucket yet
    private static bool IsAway(AmazonServiceException error) =>
        error.StatusCode >= HttpStatusCode.InternalServerError
        || error.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests
        || error.ErrorCode == "NoSuchBucket";
}
