using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>Access tokens as Auth writes them, by any key and for any time.</summary>
internal static class AccessTokens
{
    public static string Write(SigningCredentials? key, DateTime expires, string brand) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = brand,
            IssuedAt = expires.AddMinutes(-15),
            NotBefore = expires.AddMinutes(-15),
            Expires = expires,
            SigningCredentials = key,
            Claims = new Dictionary<string, object> { [TokenClaims.User] = Guid.NewGuid().ToString(), [TokenClaims.Brand] = brand, [TokenClaims.Role] = "owner" },
        });
}
