using Microsoft.AspNetCore.Http;

namespace SiteBuilder.ServiceDefaults.Health;

/// <summary>
/// Ends the connection with each answer that begins while the service drains, also where the request came before: its next request
/// would else meet a port that closes.
/// </summary>
internal sealed class LastAnswers(RequestDelegate next, Draining draining)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            if (draining.Begun)
            {
                context.Response.Headers.Connection = "close";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
