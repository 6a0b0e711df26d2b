using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using SiteBuilder.Auth.Storage;

namespace SiteBuilder.Auth.Signing;

/// <summary>
/// The signing keys, which the database keeps for all pods. The youngest that every pod publishes signs; older ones stay published until no token
/// of theirs is out. A key of the rotation age, or one that was encrypted with a secret that is no more, is followed by a new one.
/// </summary>
public sealed class KeyRing(IDbContextFactory<AuthDatabase> databases, KeyProtection protection, AuthSettings settings, TimeProvider clock) : IDisposable
{
    /// <summary>How long a copy of the keys serves.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>The age at which every pod has seen a key, so that who asks any of them for the key of a token finds it.</summary>
    private static readonly TimeSpan Known = 2 * Lifetime;

    /// <summary>How much longer than its tokens an old key stays published.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Copy? _copy;

    private sealed record Copy(SigningCredentials Signing, IReadOnlyList<ECDsaSecurityKey> Published, long TakenAt);

    /// <summary>What signs a token now.</summary>
    public async Task<SigningCredentials> SigningAsync(CancellationToken cancellationToken) => (await CopyAsync(cancellationToken)).Signing;

    /// <summary>The public keys of all tokens that may be out.</summary>
    public async Task<IReadOnlyList<ECDsaSecurityKey>> PublishedAsync(CancellationToken cancellationToken) => (await CopyAsync(cancellationToken)).Published;

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private async Task<Copy> CopyAsync(CancellationToken cancellationToken)
    {
        if (_copy is { } copy && clock.GetElapsedTime(copy.TakenAt) < Lifetime)
        {
            return copy;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            return _copy = await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<Copy> ReadAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var keys = await KeysAsync(database, cancellationToken);
        if (!keys.Any(Serves))
        {
            keys = await RotateAsync(database, cancellationToken);
        }

        var known = keys.FirstOrDefault(key => clock.GetUtcNow() - key.CreatedAt >= Known && protection.TryUnprotect(key.ProtectedKey) is not null);
        var signer = known ?? keys.First(Serves);
        var signing = Key(signer.Id, key => key.ImportPkcs8PrivateKey(protection.TryUnprotect(signer.ProtectedKey)!, out _));
        return new Copy(
            new SigningCredentials(signing, SecurityAlgorithms.EcdsaSha256),
            [.. keys.Select(row => Key(row.Id, key => key.ImportSubjectPublicKeyInfo(row.PublicKey, out _)))],
            clock.GetTimestamp());
    }

    private bool Serves(SigningKey key) =>
        clock.GetUtcNow() - key.CreatedAt < settings.KeyRotation && protection.TryUnprotect(key.ProtectedKey) is not null;

    private async Task<List<SigningKey>> RotateAsync(AuthDatabase database, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // one pod makes the key, the others find it
        await database.Database.ExecuteSqlAsync($"lock table signing_keys in exclusive mode", cancellationToken);
        var keys = await KeysAsync(database, cancellationToken);
        if (!keys.Any(Serves))
        {
            database.SigningKeys.Add(NewKey());
            for (var i = 1; i < keys.Count; i++)
            {
                // what a key signed last was signed before the next one was made
                if (keys[i - 1].CreatedAt + settings.AccessToken + Margin < clock.GetUtcNow())
                {
                    database.SigningKeys.Remove(keys[i]);
                }
            }

            await database.SaveChangesAsync(cancellationToken);
            keys = await KeysAsync(database, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return keys;
    }

    private static Task<List<SigningKey>> KeysAsync(AuthDatabase database, CancellationToken cancellationToken) =>
        database.SigningKeys.OrderByDescending(key => key.CreatedAt).ThenBy(key => key.Id).ToListAsync(cancellationToken);

    private SigningKey NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        return new SigningKey
        {
            Id = Base64UrlEncoder.Encode(SHA256.HashData(publicKey)),
            PublicKey = publicKey,
            ProtectedKey = protection.Protect(key.ExportPkcs8PrivateKey()),
            CreatedAt = clock.GetUtcNow(),
        };
    }

    private static ECDsaSecurityKey Key(string id, Action<ECDsa> import)
    {
        var key = ECDsa.Create();
        import(key);
        return new ECDsaSecurityKey(key) { KeyId = id };
    }
}
