using System.Security.Cryptography;
using System.Text;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Lets in who has the administrator's token or a client certificate.</summary>
internal sealed class Authentication(ApiOptions options)
{
    private readonly byte[]? _token = options.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    /// <exception cref="StatusException">401.</exception>
    public void Check(HttpContext context)
    {
        if (_token is null) return;
        if (options.TrustClientCertificates && context.Connection.ClientCertificate is not null) return;
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header["Bearer ".Length..].Trim())), _token))
        {
            return;
        }
        throw new StatusException(401, "Unauthorized", "Unauthorized");
    }
}
