using System.Security.Cryptography;
using System.Text;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Finds out who sends a request: the administrator by token or client certificate, a service account by its token.</summary>
internal sealed class Authentication(ApiOptions options, AccountTokens tokens)
{
    private readonly byte[]? _token = options.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    /// <exception cref="StatusException">401.</exception>
    public User Check(HttpContext context)
    {
        if (_token is null) return User.Administrator;
        if (options.TrustClientCertificates && context.Connection.ClientCertificate is not null) return User.Administrator;
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _token)) return User.Administrator;
        return tokens.Check(token) is { } known && known.Audiences.Contains(AccountTokens.Issuer) ? known.User : throw new StatusException(401, "Unauthorized", "Unauthorized");
    }
}
