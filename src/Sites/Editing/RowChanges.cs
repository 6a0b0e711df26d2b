using Microsoft.EntityFrameworkCore;
using Npgsql;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Editing;

/// <summary>Saves, and tells of writers who were faster.</summary>
internal static class RowChanges
{
    /// <summary>Saves a brand's changes.</summary>
    /// <returns>False when another writer changed or made the same row meanwhile; nothing was saved then.</returns>
    /// <exception cref="BrandMovesException">The brand moves to another shard.</exception>
    public static async Task<bool> TrySaveAsync(this SitesDatabase database, string brand, CancellationToken cancellationToken)
    {
        try
        {
            await database.SaveAsync(brand, cancellationToken);
            return true;
        }
        catch (DbUpdateException problem) when (problem is DbUpdateConcurrencyException || IsTaken(problem))
        {
            return false;
        }
    }

    private static bool IsTaken(DbUpdateException problem) =>
        problem.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
