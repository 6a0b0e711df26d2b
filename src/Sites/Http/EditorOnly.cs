using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Sites.Editing;

namespace SiteBuilder.Sites.Http;

/// <summary>Asks for the editor token: always for writes, and where one is sent it must be right.</summary>
internal static class EditorOnly
{
    /// <summary>Refuses writes without the token, and every request with a wrong one.</summary>
    public static RouteGroupBuilder NeedsTokenToWrite(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var caller = context.WhoAsks();
            return caller == Caller.Editor || (caller == Caller.Visitor && HttpMethods.IsGet(context.Request.Method))
                ? await next(invocation)
                : Refuse(context, caller);
        });
        return group;
    }

    /// <summary>Who sent the request.</summary>
    public static Caller WhoAsks(this HttpContext context) => context.RequestServices.GetRequiredService<EditorToken>().Check(context.Request);

    private static ProblemHttpResult Refuse(HttpContext context, Caller caller)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "The editor token is needed.",
            detail: caller == Caller.Refused
                ? "The token sent is not the editor token."
                : "Send the editor token as 'Authorization: Bearer <token>'.");
    }
}
