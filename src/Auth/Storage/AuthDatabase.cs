using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SiteBuilder.Auth.Storage;

/// <summary>The tables of the service.</summary>
public sealed class AuthDatabase(DbContextOptions<AuthDatabase> options) : DbContext(options)
{
    /// <summary>The longest address, in characters (RFC 5321, 4.5.3.1.3).</summary>
    public const int MaxEmail = 254;

    /// <summary>The users of all brands; every query names the brand.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>The refresh tokens that were given out.</summary>
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>The keys that sign, and those whose tokens are still out.</summary>
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    /// <summary>Binds options to a data source.</summary>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) => options.UseNpgsql(source);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>(user =>
        {
            user.ToTable("users").HasKey(row => row.Id);
            user.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            user.Property(row => row.Brand).HasColumnName("brand").HasMaxLength(63);
            user.Property(row => row.Email).HasColumnName("email").HasMaxLength(MaxEmail);
            user.Property(row => row.PasswordHash).HasColumnName("password_hash");
            user.Property(row => row.Role).HasColumnName("role").HasMaxLength(16).HasConversion<string>();
            user.Property(row => row.Failures).HasColumnName("failures");
            user.Property(row => row.LockedUntil).HasColumnName("locked_until");
            user.Property(row => row.CreatedAt).HasColumnName("created_at");
            user.HasIndex(row => new { row.Brand, row.Email }).IsUnique();
        });

        modelBuilder.Entity<RefreshToken>(token =>
        {
            token.ToTable("refresh_tokens").HasKey(row => row.Hash);
            token.Property(row => row.Hash).HasColumnName("hash");
            token.Property(row => row.User).HasColumnName("user_id");
            token.Property(row => row.Session).HasColumnName("session");
            token.Property(row => row.ExpiresAt).HasColumnName("expires_at");
            token.Property(row => row.UsedAt).HasColumnName("used_at");
            token.HasIndex(row => row.Session);
            token.HasOne<User>().WithMany().HasForeignKey(row => row.User).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys").HasKey(row => row.Id);
            key.Property(row => row.Id).HasColumnName("id").HasMaxLength(43);
            key.Property(row => row.PublicKey).HasColumnName("public_key");
            key.Property(row => row.ProtectedKey).HasColumnName("protected_key");
            key.Property(row => row.CreatedAt).HasColumnName("created_at");
        });
    }
}
