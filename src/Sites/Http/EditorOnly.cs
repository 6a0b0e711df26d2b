using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Sites.Editing;

namespace SiteBuilder.Sites.Http;

/// <summary>Asks for a token: always for writes, and where one is sent it must be right.</summary>
internal static class EditorOnly
{
    /// <summary>Refuses writes of those who may not, and every request with a wrong token.</summary>
    public static RouteGroupBuilder NeedsTokenToWrite(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var reads = HttpMethods.IsGet(context.Request.Method);
            return context.WhoAsks() switch
            {
                Caller.Editor => await next(invocation),
                Caller.Viewer or Caller.Visitor when reads => await next(invocation),
                var caller => Refuse(context, caller),
            };
        });
        return group;
    }

    /// <summary>Who sent the request: a tool with the editor token, or a user of the brand whose host is asked.</summary>
    public static Caller WhoAsks(this HttpContext context) => context.RequestServices.GetRequiredService<EditorToken>().Check(context.Request) switch
    {
        Caller.Refused => context.RoleIn(context.Brand().Name) switch
        {
            null => Caller.Refused,
            BrandRole.Viewer => Caller.Viewer,
            _ => Caller.Editor,
        },
        var caller => caller,
    };

    /// <summary>Whether drafts are for the caller to see.</summary>
    public static bool SeesDrafts(this HttpContext context) => context.WhoAsks() is Caller.Editor or Caller.Viewer;

    /// <summary>The answer for a caller who is no editor.</summary>
    public static ProblemHttpResult Refuse(HttpContext context, Caller caller)
    {
        if (caller == Caller.Viewer)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status403Forbidden,
                title: "You may read, but not write.",
                detail: "Ask an owner of the brand for the role 'editor'.");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return TypedResults.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "A token is needed.",
            detail: caller == Caller.Refused
                ? "The token sent is neither the editor token nor an access token of this brand that is still good."
                : "Send the editor token, or the access token of an editor of this brand, as 'Authorization: Bearer <token>'.");
    }
}
