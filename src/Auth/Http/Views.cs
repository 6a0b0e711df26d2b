using System.Text.Json.Serialization;

namespace SiteBuilder.Auth.Http;

/// <summary>A user as owners see it.</summary>
public sealed record UserView(Guid Id, string Email, string Role, DateTimeOffset CreatedAt);

/// <summary>The users of a brand.</summary>
public sealed record UserList(string Brand, IReadOnlyList<UserView> Users);

/// <summary>Where the keys are (OpenID Connect Discovery 1.0, 3).</summary>
public sealed record Metadata(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string Keys,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> Algorithms);

/// <summary>One public key (RFC 7517; RFC 7518, 6.2).</summary>
public sealed record KeyView(
    [property: JsonPropertyName("kid")] string Id,
    [property: JsonPropertyName("kty")] string Type,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("alg")] string Algorithm,
    [property: JsonPropertyName("crv")] string Curve,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y);

/// <summary>All public keys.</summary>
public sealed record KeySet([property: JsonPropertyName("keys")] IReadOnlyList<KeyView> Keys);
