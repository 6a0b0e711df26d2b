using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SiteBuilder.Database;

/// <summary>Answers 503 where a request failed because the database is away, and leaves other errors alone.</summary>
public sealed class DatabaseAway(IProblemDetailsService problems, ILogger<DatabaseAway> logger) : IExceptionHandler
{
    /// <summary>True when the exception, or one it wraps, says that the database could not be reached or asked.</summary>
    public static bool Explains(Exception? problem) => problem switch
    {
        null => false,
        NpgsqlException or SocketException or TimeoutException => problem is not PostgresException error || IsAway(error),
        _ => Explains(problem.InnerException),
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!Explains(exception))
        {
            return false;
        }

        logger.LogError("The database does not answer: {Reason}", exception.GetBaseException().Message);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "5";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Title = "The database does not answer.", Detail = "Nothing was changed. Try again in a moment.", Status = 503 },
        });
    }

    // the pooler has no connection, shutting down, starting up, too many connections, not allowed in (a password being rotated), no such database or table yet
    private static bool IsAway(PostgresException error) =>
        error.SqlState.StartsWith("08", StringComparison.Ordinal) || error.SqlState.StartsWith("57P", StringComparison.Ordinal) || error.SqlState.StartsWith("53", StringComparison.Ordinal)
        || error.SqlState.StartsWith("28", StringComparison.Ordinal) || error.SqlState is "3D000" or "42P01";
}
