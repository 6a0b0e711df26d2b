using Microsoft.AspNetCore.Http.HttpResults;

namespace SiteBuilder.Gateway.Limits;

/// <summary>Refuses a body that says that it is too large before a byte of it is read; one that does not say so is stopped on its way.</summary>
internal sealed class BodySize(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => context.Request.ContentLength > Most(context) ? TooLarge(context).ExecuteAsync(context) : next(context);

    public static ProblemHttpResult TooLarge(HttpContext context) => TypedResults.Problem(
        statusCode: StatusCodes.Status413PayloadTooLarge, title: "The body is too large.", detail: $"At most {Most(context)} bytes are taken here.");

    private static long? Most(HttpContext context) => context.GetReverseProxyFeature().Route.Config.MaxRequestBodySize;
}
