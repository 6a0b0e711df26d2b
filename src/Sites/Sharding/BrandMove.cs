using Microsoft.EntityFrameworkCore;
using Npgsql;
using SiteBuilder.Sites.Storage;

namespace SiteBuilder.Sites.Sharding;

/// <summary>
/// Moves a brand to another shard while it is served. Writes are refused with 503 while its rows are copied; reading goes on from the old
/// shard until the copy is whole, and serving processes follow within <see cref="Brands.BrandDirectory.Lifetime"/>. Killed half-way, the same
/// command goes on: a copy counts only when it is whole.
/// </summary>
internal sealed class BrandMove(Shards shards, ILogger logger)
{
    /// <summary>Copies the brand and lets the serving processes follow.</summary>
    /// <exception cref="BrandMoveException">There is nothing to move, or it cannot go there.</exception>
    public async Task MoveAsync(string brand, string to, CancellationToken cancellationToken)
    {
        var from = await PlaceAsync(brand, cancellationToken);
        if (from == to)
        {
            throw new BrandMoveException($"The brand '{brand}' is in the shard '{to}' already.");
        }

        await RefuseLeftoversAsync(brand, to, cancellationToken);
        await using var old = shards.Open(from);
        // waits for writers that have begun; who comes later is refused
        await old.Brands.Where(row => row.Name == brand).ExecuteUpdateAsync(set => set.SetProperty(row => row.MovingTo, to), cancellationToken);
        var rows = await CopyAsync(brand, from, to, cancellationToken);
        await old.Brands.Where(row => row.Name == brand)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.MovedTo, to).SetProperty(row => row.MovingTo, (string?)null), cancellationToken);
        logger.LogInformation(
            "move-brand: {Brand} went from {From} to {To} with {Rows} rows. Put it into the shards file, roll out, then run move-brand {Brand} --finish.",
            brand, from, to, rows, brand);
    }

    /// <summary>Gives a move up that did not end: the brand stays where it is and may be written again.</summary>
    /// <exception cref="BrandMoveException">The brand does not move.</exception>
    public async Task CancelAsync(string brand, CancellationToken cancellationToken)
    {
        var from = await PlaceAsync(brand, cancellationToken);
        await using var old = shards.Open(from);
        var moving = await old.Brands.Where(row => row.Name == brand && row.MovingTo != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.MovingTo, (string?)null), cancellationToken);
        if (moving == 0)
        {
            throw new BrandMoveException($"The brand '{brand}' does not move; it is in the shard '{from}'.");
        }

        logger.LogInformation("move-brand: {Brand} stays in {From}", brand, from);
    }

    /// <summary>Deletes what a move left behind, once the map says where the brand is.</summary>
    /// <exception cref="BrandMoveException">The map still leads to what would be deleted, or there is nothing.</exception>
    public async Task FinishAsync(string brand, CancellationToken cancellationToken)
    {
        var place = await PlaceAsync(brand, cancellationToken);
        if (shards.Map[brand] != place)
        {
            throw new BrandMoveException($"The brand '{brand}' is in the shard '{place}', but the map says '{shards.Map[brand]}'. Change the shards file and roll out first.");
        }

        var deleted = 0;
        foreach (var shard in shards.Names.Where(shard => shard != place))
        {
            await using var connection = await shards.Source(shard).OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            foreach (var (table, column) in SitesDatabase.Tables.Reverse())
            {
                await using var delete = new NpgsqlCommand($"delete from {table} where {column} = $1", connection, transaction) { Parameters = { new() { Value = brand } } };
                deleted += await delete.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        logger.LogInformation("move-brand: {Brand} is in {Place}; {Rows} rows were deleted elsewhere", brand, place, deleted);
    }

    private async Task<string> PlaceAsync(string brand, CancellationToken cancellationToken)
    {
        var place = await BrandPlace.FindAsync(shards, brand, cancellationToken);
        await using var database = shards.Open(place);
        return await database.Brands.AnyAsync(row => row.Name == brand, cancellationToken)
            ? place
            : throw new BrandMoveException($"There is no brand '{brand}' in the shard '{place}', where the map says it is. Run migrate first.");
    }

    private async Task RefuseLeftoversAsync(string brand, string to, CancellationToken cancellationToken)
    {
        if (!shards.Names.Contains(to))
        {
            throw new BrandMoveException($"There is no shard '{to}'; known are {string.Join(", ", shards.Names)}.");
        }

        await using var database = shards.Open(to);
        if (await database.Brands.AnyAsync(row => row.Name == brand, cancellationToken))
        {
            throw new BrandMoveException($"The shard '{to}' still has rows of the brand '{brand}' from an earlier move. Run move-brand {brand} --finish first.");
        }
    }

    private async Task<long> CopyAsync(string brand, string from, string to, CancellationToken cancellationToken)
    {
        await using var source = await shards.Source(from).OpenConnectionAsync(cancellationToken);
        await using var target = await shards.Source(to).OpenConnectionAsync(cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(cancellationToken);
        var rows = 0L;
        foreach (var (table, column) in SitesDatabase.Tables)
        {
            await BrandRows.CopyAsync(source, target, table, column, brand, cancellationToken);
            var (before, after) = (await BrandRows.DigestAsync(source, table, column, brand, cancellationToken), await BrandRows.DigestAsync(target, table, column, brand, cancellationToken));
            if (before != after)
            {
                throw new BrandMoveException($"The copy of the table {table} differs: {before.Rows} rows in '{from}', {after.Rows} in '{to}'. Nothing was moved; run the command again.");
            }

            rows += after.Rows;
        }

        // the copy of the brand's own row says that it moves; here it has arrived
        await using var arrive = new NpgsqlCommand("update brands set moving_to = null where name = $1", target, transaction) { Parameters = { new() { Value = brand } } };
        await arrive.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return rows;
    }
}
