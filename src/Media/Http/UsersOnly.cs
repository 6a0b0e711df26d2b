using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Media.Http;

/// <summary>Asks for an access token of the brand: any role to look, that of an editor or owner to change.</summary>
internal static class UsersOnly
{
    public static RouteGroupBuilder NeedsRole(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            switch (context.RoleIn(context.Brand()))
            {
                case null:
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    return TypedResults.Problem(
                        statusCode: StatusCodes.Status401Unauthorized,
                        title: "Log in at this brand.",
                        detail: "Send an access token of this brand as 'Authorization: Bearer <token>'.");
                case BrandRole.Viewer when !HttpMethods.IsGet(context.Request.Method):
                    return TypedResults.Problem(
                        statusCode: StatusCodes.Status403Forbidden,
                        title: "You may look, but not change anything.",
                        detail: "Ask an owner of the brand for the role 'editor'.");
                default:
                    return await next(invocation);
            }
        });
        return group;
    }
}
