using Microsoft.EntityFrameworkCore;
using Npgsql;
using SiteBuilder.Auth.Storage;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Auth.Accounts;

/// <summary>The users of a brand. Nothing that it says or how long it takes tells whether an address has an account.</summary>
public sealed class Accounts(AuthDatabase database, Passwords passwords, TimeProvider clock)
{
    /// <summary>So many wrong passwords in a row lock an account.</summary>
    public const int MaxFailures = 5;

    /// <summary>For how long.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Adds a user, who may only read; an address that has an account keeps its password.</summary>
    public async Task RegisterAsync(string brand, Credentials credentials, CancellationToken cancellationToken) =>
        await AddAsync(brand, credentials, BrandRole.Viewer, cancellationToken);

    /// <summary>Adds a user with a role; false where the address has an account.</summary>
    public async Task<bool> AddAsync(string brand, Credentials credentials, BrandRole role, CancellationToken cancellationToken)
    {
        database.Users.Add(new User
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Brand = brand,
            Email = credentials.Email,
            PasswordHash = passwords.Hash(credentials.Password),
            Role = role,
            CreatedAt = clock.GetUtcNow(),
        });
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException problem) when (problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            database.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>The user, or null where the password is wrong, the account is locked or there is none.</summary>
    public async Task<User?> FindAsync(string brand, Credentials credentials, CancellationToken cancellationToken)
    {
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Brand == brand && row.Email == credentials.Email, cancellationToken);
        var right = passwords.AreRight(user, credentials.Password);
        if (user is null || user.LockedUntil > clock.GetUtcNow())
        {
            return null;
        }

        if (!right)
        {
            await CountFailureAsync(user, cancellationToken);
            return null;
        }

        if (user.Failures > 0 || user.LockedUntil is not null)
        {
            await database.Users.Where(row => row.Id == user.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Failures, 0).SetProperty(row => row.LockedUntil, (DateTimeOffset?)null), cancellationToken);
        }

        return user;
    }

    /// <summary>The users of a brand by their addresses.</summary>
    public Task<List<User>> ListAsync(string brand, CancellationToken cancellationToken) =>
        database.Users.AsNoTracking().Where(row => row.Brand == brand).OrderBy(row => row.Email).ToListAsync(cancellationToken);

    /// <summary>Gives a user another role; a brand keeps an owner.</summary>
    public async Task<RoleChange> ChangeRoleAsync(string brand, Guid id, BrandRole role, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // two owners who take each other's role at once: one after the other
        var owners = await database.Users.FromSql($"select * from users where brand = {brand} and role = 'Owner' for update").ToListAsync(cancellationToken);
        var user = owners.SingleOrDefault(row => row.Id == id) ?? await database.Users.SingleOrDefaultAsync(row => row.Brand == brand && row.Id == id, cancellationToken);
        if (user is null)
        {
            return RoleChange.NoUser;
        }

        if (user.Role == BrandRole.Owner && role != BrandRole.Owner && owners.Count == 1)
        {
            return RoleChange.LastOwner;
        }

        user.Role = role;
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return RoleChange.Done;
    }

    // counted by the database, so that guesses at the same moment all count
    private async Task CountFailureAsync(User user, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = clock.GetUtcNow() + LockTime;
        await database.Users.Where(row => row.Id == user.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.LockedUntil, row => row.Failures + 1 >= MaxFailures ? until : row.LockedUntil)
                .SetProperty(row => row.Failures, row => row.Failures + 1 >= MaxFailures ? 0 : row.Failures + 1),
            cancellationToken);
    }
}
