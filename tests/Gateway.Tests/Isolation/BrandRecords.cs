using Npgsql;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>All that the platform keeps of a brand, as one text.</summary>
internal sealed class BrandRecords(TestDatabase sites, TestDatabase auth) : IAsyncDisposable
{
    private const string OfSites = """
        select (select json_agg(b) from brands b where name = $1)::text
            || (select json_agg(h order by host) from brand_hosts h where brand = $1)::text
            || (select json_agg(s order by name) from sites s where brand = $1)::text
            || (select json_agg(p order by site, slug) from pages p where brand = $1)::text
            || (select coalesce(json_agg(v order by site, slug, version), '[]') from page_versions v where brand = $1)::text
            || (select coalesce(json_agg(e order by id), '[]') from form_entries e where brand = $1)::text
        """;

    private const string OfAuth = """
        select (select json_agg(u order by id) from users u where brand = $1)::text
            || (select coalesce(json_agg(t order by hash), '[]') from refresh_tokens t join users u on u.id = t.user_id where u.brand = $1)::text
        """;

    private readonly NpgsqlDataSource _sites = Source(sites);
    private readonly NpgsqlDataSource _auth = Source(auth);

    public async Task<string> ReadAsync(BrandSide brand) => $"{await ReadAsync(_sites, OfSites, brand)}\n{await ReadAsync(_auth, OfAuth, brand)}";

    public async ValueTask DisposeAsync()
    {
        await _sites.DisposeAsync();
        await _auth.DisposeAsync();
    }

    private static async Task<string> ReadAsync(NpgsqlDataSource source, string sql, BrandSide brand)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = brand.Name });
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static NpgsqlDataSource Source(TestDatabase database) =>
        NpgsqlDataSource.Create($"Host=127.0.0.1;Port={database.Port};Username=postgres;Password={database.Password};Database={database.Name};Maximum Pool Size=1");
}
