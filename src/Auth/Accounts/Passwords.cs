using Microsoft.AspNetCore.Identity;
using SiteBuilder.Auth.Storage;

namespace SiteBuilder.Auth.Accounts;

/// <summary>Hashes and checks passwords with the hasher of ASP.NET Core Identity. Checking takes as long for an unknown user as for a known one.</summary>
public sealed class Passwords
{
    /// <summary>The shortest password, in characters.</summary>
    public const int Shortest = 10;

    /// <summary>The longest password, in characters.</summary>
    public const int Longest = 200;

    private static readonly User Nobody = new()
    {
        Id = Guid.Empty,
        Brand = "",
        Email = "",
        PasswordHash = "",
        Role = ServiceDefaults.Tokens.BrandRole.Viewer,
        CreatedAt = default,
    };

    private readonly PasswordHasher<User> _hasher = new();
    private readonly string _nobodysHash;

    /// <summary>Makes the hash that stands in for that of an unknown user.</summary>
    public Passwords() => _nobodysHash = Hash(Guid.NewGuid().ToString());

    /// <summary>The salted hash of a password.</summary>
    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    /// <summary>Whether the password is the user's; false, after as much work, where there is no user.</summary>
    public bool AreRight(User? user, string password) =>
        _hasher.VerifyHashedPassword(Nobody, user?.PasswordHash ?? _nobodysHash, password) != PasswordVerificationResult.Failed && user is not null;
}
