using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
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
            return token?.Split('.') is [_, var payload, _] && JsonNode.Parse(Base64UrlEncoder.DecodeBytes(payload)) is JsonObject claims
                && Enum.TryParse<BrandRole>((string?)claims[TokenClaims.Role], ignoreCase: true, out var role) && (string?)claims[TokenClaims.Brand] is { } brand
                ? new AccessClaims(brand, role, DateTimeOffset.FromUnixTimeSeconds((long?)claims["exp"] ?? 0))
                : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
