using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Auth.Signing;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth.Http;

/// <summary>What other services need to check tokens by themselves.</summary>
internal static class KeyEndpoints
{
    private const string KeysPath = "/api/auth/.well-known/jwks.json";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(TokenClaims.MetadataPath, (AuthSettings settings) =>
            TypedResults.Ok(new Metadata(TokenClaims.Issuer, new Uri(settings.Issuer, KeysPath).ToString(), [SecurityAlgorithms.EcdsaSha256])))
            .Does("Says where the public keys are (OpenID Connect Discovery 1.0).");
        routes.MapGet(KeysPath, async (KeyRing keys, CancellationToken cancellationToken) =>
            TypedResults.Ok(new KeySet([.. (await keys.PublishedAsync(cancellationToken)).Select(View)])))
            .Does("The public keys of access tokens (RFC 7517).");
    }

    private static KeyView View(ECDsaSecurityKey key)
    {
        ECParameters parameters = key.ECDsa.ExportParameters(includePrivateParameters: false);
        return new KeyView(key.KeyId, "EC", "sig", SecurityAlgorithms.EcdsaSha256, "P-256", Base64UrlEncoder.Encode(parameters.Q.X), Base64UrlEncoder.Encode(parameters.Q.Y));
    }
}
