using System.Text.Json.Serialization;

namespace SiteBuilder.Auth.Accounts;

/// <summary>The tokens of a session, named as in RFC 6749, 5.1.</summary>
/// <param name="AccessToken">Goes with every request.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshToken">Brings the next two tokens, once.</param>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken);
