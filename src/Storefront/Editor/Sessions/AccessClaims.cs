using Microsoft.IdentityModel.JsonWebTokens;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Storefront.Editor.Sessions;

/// <summary>
/// What an access token says of its user. The signature is not looked at here: it decides which buttons are shown, while the services
/// that are asked with the token decide what is done.
/// </summary>
/// <param name="Brand">The brand that it is for.</param>
/// <param name="Role">What the user may do there.</param>
/// <param name="ExpiresAt">When it ceases to serve.</param>
internal sealed record AccessClaims(string Brand, BrandRole Role, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether the user may write.</summary>
    public bool MayWrite => Role != BrandRole.Viewer;

    /// <summary>The claims of a token; null where it is none.</summary>
    public static AccessClaims? Read(string? token)
    {
        try
        {
            var claims = new JsonWebToken(token);
            return claims.TryGetPayloadValue<string>(TokenClaims.Brand, out var brand) && claims.TryGetPayloadValue<string>(TokenClaims.Role, out var name)
                && Enum.TryParse<BrandRole>(name, ignoreCase: true, out var role)
                ? new AccessClaims(brand, role, new DateTimeOffset(claims.ValidTo))
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
