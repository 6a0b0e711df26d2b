namespace SiteBuilder.ServiceDefaults.Tokens;

/// <summary>What an access token says. Auth writes it, every other service reads it.</summary>
public static class TokenClaims
{
    /// <summary>Who makes the tokens (<c>iss</c>).</summary>
    public const string Issuer = "sitebuilder";

    /// <summary>The user's id (<c>sub</c>).</summary>
    public const string User = "sub";

    /// <summary>The one brand that the token is for.</summary>
    public const string Brand = "brand";

    /// <summary>A <see cref="BrandRole"/> in lower case.</summary>
    public const string Role = "role";

    /// <summary>The path of Auth that names the issuer and its keys (OpenID Connect Discovery 1.0).</summary>
    public const string MetadataPath = "/api/auth/.well-known/openid-configuration";
}
