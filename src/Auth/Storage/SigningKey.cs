namespace SiteBuilder.Auth.Storage;

/// <summary>A key that access tokens are signed with (ECDSA P-256).</summary>
public sealed class SigningKey
{
    /// <summary>Its id in tokens (<c>kid</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The public key (SubjectPublicKeyInfo).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The private key (PKCS #8), encrypted.</summary>
    public required byte[] ProtectedKey { get; init; }

    /// <summary>When it was made; the youngest signs.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
