using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Gateway.Admission;

/// <summary>
/// Stops requests whose access token is forged, has expired or is for another brand. What carries none, or a token of another kind such as
/// the editor token, passes: the services decide.
/// </summary>
internal sealed class TokenGate(RequestDelegate next, IOptionsMonitor<JwtBearerOptions> tokens)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!CarriesAccessToken(context.Request))
        {
            await next(context);
        }
        else if (context.User.Identity?.IsAuthenticated != true)
        {
            await (await RefusalAsync(context)).ExecuteAsync(context);
        }
        else if (context.RoleIn(context.BrandFound<BrandConfig>().Name) is null)
        {
            await OtherBrand().ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    // a JWT has dots between its parts; tokens of other kinds are plain random letters
    private static bool CarriesAccessToken(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Contains('.', StringComparison.Ordinal);
    }

    private async Task<ProblemHttpResult> RefusalAsync(HttpContext context)
    {
        // what was found out before
        var failure = (await context.AuthenticateAsync()).Failure;
        if (failure is not SecurityTokenExpiredException && !await KeysAreKnownAsync(context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "5";
            return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "Access tokens cannot be checked now.", detail: "Try again in a moment, or ask without a token.");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return failure is SecurityTokenExpiredException
            ? Unauthorized("The access token has expired.", "Ask for new tokens with the refresh token, or log in again.")
            : Unauthorized("The access token is not good.", "It was not given out here, or was changed. Log in again.");
    }

    private async Task<bool> KeysAreKnownAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tokens.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static ProblemHttpResult OtherBrand() => TypedResults.Problem(
        statusCode: StatusCodes.Status403Forbidden, title: "The access token is for another brand.", detail: "Log in at the brand whose host you ask.");

    private static ProblemHttpResult Unauthorized(string title, string detail) =>
        TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized, title: title, detail: detail);
}
