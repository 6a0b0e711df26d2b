using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Auth.Accounts;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Input;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth.Http;

/// <summary>The users of a brand, for its owners.</summary>
internal static class UserEndpoints
{
    private const string Expected = "an object with 'role'";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/auth/users").NeedsBrand().NeedsOwner();
        users.MapGet("/", ListAsync).Does("Lists the users of the brand, for its owners.").Refuses(401, 403);
        users.MapPut("/{id:guid}", ChangeRoleAsync).Does("Changes the role of a user.").Takes<RoleBody>().Produces(204).Refuses(401, 403, 404, 409);
    }

    private static async Task<Ok<UserList>> ListAsync(HttpContext context, Accounts.Accounts accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(new UserList(
            context.Brand(),
            [.. (await accounts.ListAsync(context.Brand(), cancellationToken)).Select(user => new UserView(user.Id, user.Email, Name(user.Role), user.CreatedAt))]));

    private static Task<IResult> ChangeRoleAsync(Guid id, HttpContext context, Accounts.Accounts accounts, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, Expected, async body =>
        {
            if (Role(body, out var problems) is not { } role)
            {
                return problems.ToAnswer("The role was not changed");
            }

            return await accounts.ChangeRoleAsync(context.Brand(), id, role, cancellationToken) switch
            {
                RoleChange.Done => TypedResults.NoContent(),
                RoleChange.LastOwner => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: "A brand keeps an owner.", detail: "Make somebody else an owner first."),
                _ => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such user.", detail: $"The brand '{context.Brand()}' has no user {id}."),
            };
        });

    private static BrandRole? Role(JsonElement json, out InputProblems problems)
    {
        problems = new InputProblems();
        if (InputObject.Of(json, Expected, problems) is not { } body)
        {
            return null;
        }

        body.Knows("role");
        var text = body.Text("role", 16);
        if (text.Length == 0)
        {
            return null;
        }

        foreach (var role in Enum.GetValues<BrandRole>())
        {
            if (text == Name(role))
            {
                return problems.None ? role : null;
            }
        }

        body.Report("role", $"is '{text}'; use {string.Join(", ", Enum.GetValues<BrandRole>().Select(role => $"'{Name(role)}'"))}");
        return null;
    }

    private static string Name(BrandRole role) => role.ToString().ToLowerInvariant();

    private static RouteGroupBuilder NeedsOwner(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) => invocation.HttpContext.RoleIn(invocation.HttpContext.Brand()) switch
        {
            BrandRole.Owner => await next(invocation),
            null => TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "Log in at this brand.", detail: "Send an access token of this brand as 'Authorization: Bearer <token>'."),
            _ => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "Only owners see and change users.", detail: "Ask an owner of the brand for the role."),
        });
        return group;
    }
}
