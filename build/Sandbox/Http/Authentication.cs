using System.Security.Cryptography;
using System.Text;
using SiteBuilder.Sandbox.Access;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Finds out who sends a request: the administrator by token or client certificate, a service account by its token.</summary>
internal sealed class Authentication(ApiOptions options, AccountTokens tokens)
{
    private readonly byte[]? _token = options.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    /// <exception cref="StatusException">401; 403 where someone else than the administrator wants to be taken for another.</exception>
    public User Check(HttpContext context)
    {
        var user = Sender(context);
        var headers = context.Request.Headers;
        if (headers["Impersonate-User"].ToString() is not { Length: > 0 } other) return user;
        if (!user.IsAdministrator) throw new StatusException(403, "Forbidden", $"users \"{other}\" is forbidden: User \"{user.Name}\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");
        List<string> groups = [.. headers["Impersonate-Group"].OfType<string>()];
        if (groups.Count == 0 && other.Split(':') is ["system", "serviceaccount", var ns, _]) groups = ["system:serviceaccounts", $"system:serviceaccounts:{ns}"];
        return new User(other, headers["Impersonate-Uid"].ToString(), [.. groups, "system:authenticated"]);
    }

    private User Sender(HttpContext context)
    {
        if (_token is null) return User.Administrator;
        if (options.TrustClientCertificates && context.Connection.ClientCertificate is not null) return User.Administrator;
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), _token)) return User.Administrator;
        return tokens.Check(token) is { } known && known.Audiences.Contains(AccountTokens.Issuer) ? known.User : throw new StatusException(401, "Unauthorized", "Unauthorized");
    }
}
