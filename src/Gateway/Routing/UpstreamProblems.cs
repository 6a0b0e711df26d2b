using Microsoft.AspNetCore.Http.HttpResults;
using Yarp.ReverseProxy.Forwarder;

namespace SiteBuilder.Gateway.Routing;

/// <summary>Says in plain words, and without a name of ours, that a service could not be asked; the log says which and why.</summary>
internal sealed class UpstreamProblems(RequestDelegate next, GatewaySettings settings, ILogger<UpstreamProblems> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } error || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (context.Response.HasStarted)
        {
            Log(context, error);
            return;
        }

        var problem = Problem(context, error);
        if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            Log(context, error);
        }

        context.Response.Headers.Clear();
        if (error.Error == ForwarderError.NoAvailableDestinations)
        {
            context.Response.Headers.RetryAfter = $"{settings.Breaker.TotalSeconds:0}";
        }

        await problem.ExecuteAsync(context);
    }

    private static ProblemHttpResult Problem(HttpContext context, IForwarderErrorFeature error) => error switch
    {
        { Exception: { } problem } when IsTooLarge(problem) => Limits.BodySize.TooLarge(context),
        { Error: ForwarderError.RequestBodyClient } => Answer(400, "The body broke off.", "Send the request again, with all of its body."),
        { Error: ForwarderError.NoAvailableDestinations } => Answer(503, "The service is away.", "It has failed several times in a row and is left alone for a moment. Try again."),
        { Error: ForwarderError.RequestTimedOut or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled } =>
            Answer(504, "The service did not answer in time.", "Whether the request was carried out is not known. Look before you repeat it."),
        _ => Answer(502, "The service does not answer.", "Whether the request was carried out is not known. Look before you repeat it."),
    };

    private static bool IsTooLarge(Exception? problem) => problem is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
        || (problem is AggregateException several ? several.InnerExceptions.Any(IsTooLarge) : problem?.InnerException is { } inner && IsTooLarge(inner));

    private static ProblemHttpResult Answer(int status, string title, string detail) => TypedResults.Problem(statusCode: status, title: title, detail: detail);

    private void Log(HttpContext context, IForwarderErrorFeature error) => logger.LogWarning(
        "{Service} was not asked, or not to the end: {Error}: {Reason}",
        context.GetReverseProxyFeature().Cluster.Config.ClusterId, error.Error, error.Exception?.GetBaseException().Message ?? "it is left alone after failures");
}
