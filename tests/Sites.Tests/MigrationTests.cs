using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class MigrationTests(PostgresServer postgres)
{
    [Fact]
    public async Task Migrating_many_times_at_once_and_again_changes_nothing_more()
    {
        var database = await postgres.CreateDatabaseAsync();
        using var run = new SitesRun(database);
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(run.MigrateAsync)))).ShouldBe([0, 0, 0, 0]);
        var once = await ContentAsync(database);

        (await run.MigrateAsync()).ShouldBe(0);
        (await ContentAsync(database)).ShouldBe(once);
        (await database.ScalarAsync("select count(*) from pages where slug = 'home' and published_version = 1")).ShouldBe(2L);
    }

    [Fact]
    public async Task What_was_edited_is_never_overwritten()
    {
        var database = await postgres.CreateDatabaseAsync();
        using var run = new SitesRun(database);
        await run.MigrateAsync();
        await database.ScalarAsync("update pages set title = 'Ours', version = 2 where brand = 'acme'");

        await run.MigrateAsync();
        (await database.ScalarAsync("select title || version from pages where brand = 'acme'")).ShouldBe("Ours2");
    }

    [Fact]
    public async Task A_changed_brands_file_moves_hosts_and_keeps_the_pages_of_a_brand_that_left()
    {
        var database = await postgres.CreateDatabaseAsync();
        using var run = new SitesRun(database);
        await run.MigrateAsync();
        run.Write("brands.json", """
            [
              {"name": "acme", "title": "Acme & Sons", "hosts": ["GLOBEX.test"], "theme": "red"},
              {"name": "initech", "title": "Initech", "hosts": ["acme.test"], "theme": "blue"}
            ]
            """);

        (await run.MigrateAsync()).ShouldBe(0);
        (await database.ScalarAsync("select string_agg(host || '=' || brand, ' ' order by host) from brand_hosts")).ShouldBe("acme.test=initech globex.test=acme");
        (await database.ScalarAsync("select title || '/' || theme from brands where name = 'acme'")).ShouldBe("Acme & Sons/red");
        (await database.ScalarAsync("select count(*) from pages where brand = 'globex'")).ShouldBe(1L);
    }

    [Fact]
    public async Task The_model_has_no_change_that_lacks_a_migration()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var source = Npgsql.NpgsqlDataSource.Create($"Host=127.0.0.1;Port={database.Port}");
        await using var context = Storage.SitesDatabase.Of(source);
        Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.HasPendingModelChanges(context.Database).ShouldBeFalse();
    }

    [Fact]
    public async Task Migrating_waits_for_a_database_that_comes_late()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var door = new Door(database.Port);
        using var run = new SitesRun(database) { DatabasePort = door.Port };
        var migrating = run.MigrateAsync();
        migrating.IsCompleted.ShouldBeFalse();

        door.Open();
        (await migrating).ShouldBe(0);
    }

    [Fact]
    public async Task Migrating_gives_up_when_patience_ends()
    {
        var database = await postgres.CreateDatabaseAsync();
        using var run = new SitesRun(database) { DatabasePort = FreePort.Take(), Patience = 0 };
        (await run.MigrateAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_bad_brands_file_is_told_with_all_its_problems()
    {
        var database = await postgres.CreateDatabaseAsync();
        using var run = new SitesRun(database, """
            [
              {"name": "Acme", "title": "Acme", "hosts": ["acme.test"], "theme": "blue"},
              {"name": "globex", "title": "", "hosts": ["http://x"], "theme": "green"},
              {"name": "globex", "title": "Globex", "hosts": ["ACME.test"], "theme": "green"}
            ]
            """);
        var file = run.PathOf("brands.json");
        (await Should.ThrowAsync<SettingsException>(run.MigrateAsync)).Message.ShouldBe($"""
            cannot start with these settings:
              - {file}: [0].name is 'Acme'; use at most 63 lower-case letters, digits and single hyphens between them, for example 'acme'
              - {file}: [1] ('globex') needs a title and a theme
              - {file}: [1].hosts ('globex') needs one host name or more, without a scheme or port
              - {file}: brand 'globex' is named twice
              - {file}: host 'acme.test' belongs to more than one brand: Acme, globex
            """);
    }

    private static async Task<string> ContentAsync(TestDatabase database) => (string)(await database.ScalarAsync(
        "select (select json_agg(pages order by brand, slug)::text from pages) || (select json_agg(brand_hosts order by host)::text from brand_hosts) || (select json_agg(brands order by name)::text from brands)"))!;
}
