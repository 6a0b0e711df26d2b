using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Auth.Signing;
using SiteBuilder.Auth.Storage;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth.Accounts;

/// <summary>Gives out tokens: a short-lived signed access token, and a refresh token that serves once. A refresh token that comes back a second time ends its session.</summary>
public sealed class Sessions(AuthDatabase database, KeyRing keys, AuthSettings settings, TimeProvider clock)
{
    private const int RefreshTokenBytes = 32;

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Begins a session.</summary>
    public Task<TokenAnswer> BeginAsync(User user, CancellationToken cancellationToken) => GiveAsync(user, Guid.NewGuid(), cancellationToken);

    /// <summary>New tokens for a refresh token of the brand; null where it does not serve.</summary>
    public async Task<TokenAnswer?> RefreshAsync(string brand, string refreshToken, CancellationToken cancellationToken)
    {
        var hash = Hash(refreshToken);
        var now = clock.GetUtcNow();
        var found = await database.RefreshTokens.AsNoTracking().Join(database.Users, token => token.User, user => user.Id, (token, user) => new { token, user })
            .SingleOrDefaultAsync(row => row.token.Hash == hash && row.user.Brand == brand, cancellationToken);
        if (found is null || found.token.ExpiresAt <= now)
        {
            return null;
        }

        // only one of two requests with the same token marks it
        var marked = await database.RefreshTokens.Where(row => row.Hash == hash && row.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), cancellationToken);
        if (marked == 0)
        {
            await EndAsync(found.token.Session, cancellationToken);
            return null;
        }

        return await GiveAsync(found.user, found.token.Session, cancellationToken);
    }

    /// <summary>Ends the session of a refresh token of the brand, if it has one.</summary>
    public async Task LogOutAsync(string brand, string refreshToken, CancellationToken cancellationToken)
    {
        var hash = Hash(refreshToken);
        var session = await database.RefreshTokens.Where(token => token.Hash == hash)
            .Join(database.Users.Where(user => user.Brand == brand), token => token.User, user => user.Id, (token, _) => (Guid?)token.Session)
            .SingleOrDefaultAsync(cancellationToken);
        if (session is { } found)
        {
            await EndAsync(found, cancellationToken);
        }
    }

    private Task<int> EndAsync(Guid session, CancellationToken cancellationToken) =>
        database.RefreshTokens.Where(token => token.Session == session).ExecuteDeleteAsync(cancellationToken);

    private async Task<TokenAnswer> GiveAsync(User user, Guid session, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var refreshToken = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(RefreshTokenBytes));
        await database.RefreshTokens.Where(token => token.User == user.Id && token.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        database.RefreshTokens.Add(new RefreshToken { Hash = Hash(refreshToken), User = user.Id, Session = session, ExpiresAt = now + settings.RefreshToken });
        await database.SaveChangesAsync(cancellationToken);
        var accessToken = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = user.Brand,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + settings.AccessToken).UtcDateTime,
            SigningCredentials = await keys.SigningAsync(cancellationToken),
            Claims = new Dictionary<string, object>
            {
                [TokenClaims.User] = user.Id.ToString(),
                [TokenClaims.Brand] = user.Brand,
                [TokenClaims.Role] = user.Role.ToString().ToLowerInvariant(),
            },
        });
        return new TokenAnswer(accessToken, "Bearer", (int)settings.AccessToken.TotalSeconds, refreshToken);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
