using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth.Storage;

/// <summary>Somebody who may log in at one brand. The same address at another brand is another user.</summary>
public sealed class User
{
    /// <summary>The user's id, which tokens carry.</summary>
    public required Guid Id { get; init; }

    /// <summary>The brand.</summary>
    public required string Brand { get; init; }

    /// <summary>The address, in lower case.</summary>
    public required string Email { get; init; }

    /// <summary>The salted hash of the password.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>What the user may do.</summary>
    public required BrandRole Role { get; set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; set; }

    /// <summary>Until then no password is right.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When the user registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
