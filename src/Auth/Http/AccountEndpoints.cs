using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Auth.Accounts;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Auth.Http;

/// <summary>Registering, logging in and out at the brand whose host is asked.</summary>
internal static class AccountEndpoints
{
    private const int MaxToken = 200;
    private const string ExpectedCredentials = "an object with 'email' and 'password'";
    private const string ExpectedToken = "an object with 'refresh_token'";

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/auth").NeedsBrand();
        accounts.MapPost("/register", RegisterAsync).Does("Registers a user who may read; the answer is the same for an address that is known.")
            .Takes<Credentials>().Produces(202);
        accounts.MapPost("/login", LogInAsync).Does("Gives an access token and a refresh token.").Takes<Credentials>().Gives<TokenAnswer>().Refuses(401);
        accounts.MapPost("/refresh", RefreshAsync).Does("Gives the next two tokens for a refresh token, once.").Takes<TokenBody>().Gives<TokenAnswer>().Refuses(401);
        accounts.MapPost("/logout", LogOutAsync).Does("Ends the session of a refresh token.").Takes<TokenBody>().Produces(204);
    }

    // 202 whether the address is new or not: only who owns it finds out, by logging in
    private static Task<IResult> RegisterAsync(HttpContext context, Accounts.Accounts accounts, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, ExpectedCredentials, async body =>
        {
            if (Credentials.Register(body, out var problems) is not { } credentials)
            {
                return problems.ToAnswer("Nobody was registered");
            }

            await accounts.RegisterAsync(context.Brand(), credentials, cancellationToken);
            return TypedResults.StatusCode(StatusCodes.Status202Accepted);
        });

    private static Task<IResult> LogInAsync(HttpContext context, Accounts.Accounts accounts, Sessions sessions, CancellationToken cancellationToken) =>
        InputBody.ReadAsync(context, ExpectedCredentials, async body =>
        {
            if (Credentials.LogIn(body, out var problems) is not { } credentials)
            {
                return problems.ToAnswer("Nobody was logged in");
            }

            return await accounts.FindAsync(context.Brand(), credentials, cancellationToken) is { } user
                ? Tokens(context, await sessions.BeginAsync(user, cancellationToken))
                : Refused("Email or password is wrong.", $"After {Accounts.Accounts.MaxFailures} wrong passwords an account is locked for {Accounts.Accounts.LockTime.TotalMinutes:0} minutes.");
        });

    private static Task<IResult> RefreshAsync(HttpContext context, Sessions sessions, CancellationToken cancellationToken) =>
        WithTokenAsync(context, "No token was given", async token =>
            await sessions.RefreshAsync(context.Brand(), token, cancellationToken) is { } tokens
                ? Tokens(context, tokens)
                : Refused("The refresh token does not serve.", "It has expired, was used before or was never given out. Log in again."));

    private static Task<IResult> LogOutAsync(HttpContext context, Sessions sessions, CancellationToken cancellationToken) =>
        WithTokenAsync(context, "Nobody was logged out", async token =>
        {
            await sessions.LogOutAsync(context.Brand(), token, cancellationToken);
            return TypedResults.NoContent();
        });

    private static Task<IResult> WithTokenAsync(HttpContext context, string failure, Func<string, Task<IResult>> answer) =>
        InputBody.ReadAsync(context, ExpectedToken, async body =>
        {
            var problems = new InputProblems();
            if (InputObject.Of(body, ExpectedToken, problems) is not { } fields)
            {
                return problems.ToAnswer(failure);
            }

            fields.Knows("refresh_token");
            var token = fields.Secret("refresh_token", MaxToken);
            return problems.None ? await answer(token) : problems.ToAnswer(failure);
        });

    private static Ok<TokenAnswer> Tokens(HttpContext context, TokenAnswer tokens)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(tokens);
    }

    private static ProblemHttpResult Refused(string title, string detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, title: title, detail: detail);
}
