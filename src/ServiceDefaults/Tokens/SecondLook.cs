using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SiteBuilder.ServiceDefaults.Tokens;

/// <summary>
/// Looks again at a token whose key was not known. Requests that come while the keys are being asked for do not wait for them, and would be refused for
/// no fault of theirs.
/// </summary>
internal static class SecondLook
{
    public static async Task TakeAsync(AuthenticationFailedContext context)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (context.Exception is not SecurityTokenSignatureKeyNotFoundException || context.Options.ConfigurationManager is not { } manager
            || !header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        try
        {
            var token = new JsonWebToken(header[scheme.Length..].Trim());
            var keys = (await manager.GetConfigurationAsync(context.HttpContext.RequestAborted)).SigningKeys;
            if (!keys.Any(key => key.KeyId == token.Kid))
            {
                return;
            }

            var rules = context.Options.TokenValidationParameters.Clone();
            rules.IssuerSigningKeys = keys;
            var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, rules);
            if (result.IsValid)
            {
                context.Principal = new ClaimsPrincipal(result.ClaimsIdentity);
                context.Success();
            }
        }
        catch (InvalidOperationException)
        {
            // the keys cannot be had now: what was found out at first stands
        }
    }
}
