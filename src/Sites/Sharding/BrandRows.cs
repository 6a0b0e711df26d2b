using Npgsql;

namespace SiteBuilder.Sites.Sharding;

/// <summary>The rows of one brand in one table, whatever its columns are.</summary>
internal static class BrandRows
{
    /// <summary>Copies them from one database to another.</summary>
    public static async Task CopyAsync(
        NpgsqlConnection source, NpgsqlConnection target, string table, string column, string brand, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(source, table, cancellationToken);
        // COPY takes no parameters; a brand's name has letters, digits and hyphens only
        await using var from = await source.BeginRawBinaryCopyAsync(
            $"copy (select {columns} from {table} where {column} = '{brand.Replace("'", "''", StringComparison.Ordinal)}') to stdout (format binary)", cancellationToken);
        await using var to = await target.BeginRawBinaryCopyAsync($"copy {table} ({columns}) from stdin (format binary)", cancellationToken);
        await from.CopyToAsync(to, cancellationToken);
    }

    /// <summary>How many there are, and a digest of their content.</summary>
    public static async Task<(long Rows, string Digest)> DigestAsync(
        NpgsqlConnection connection, string table, string column, string brand, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select count(*), coalesce(md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))), '') from {table} t where {column} = $1", connection)
        {
            Parameters = { new() { Value = brand } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetString(1));
    }

    // by name, since a column that was added later stands elsewhere in an older database
    private static async Task<string> ColumnsAsync(NpgsqlConnection source, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped", source)
        {
            Parameters = { new() { Value = table } },
        };
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
