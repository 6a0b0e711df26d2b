namespace SiteBuilder.Auth.Storage;

/// <summary>A refresh token that was given out, by its hash. It serves once; what is given for it belongs to the same session.</summary>
public sealed class RefreshToken
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid User { get; init; }

    /// <summary>The log-in that it goes back to.</summary>
    public required Guid Session { get; init; }

    /// <summary>After this it serves no more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it served; a second time means that it was stolen.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
