using System.Net;
using System.Net.Http.Json;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Sites.Sharding;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class ShardingTests(PostgresServer postgres) : IAsyncLifetime
{
    private TestDatabase _first = null!;
    private TestDatabase _second = null!;
    private SitesRun _run = null!;

    public async ValueTask InitializeAsync()
    {
        _first = await postgres.CreateDatabaseAsync();
        _second = await postgres.CreateDatabaseAsync();
        _run = new SitesRun(_first);
    }

    public ValueTask DisposeAsync()
    {
        _run?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_brand_lives_in_the_shard_that_the_map_names()
    {
        Map("""{"globex": "second"}""");
        (await _run.MigrateAsync()).ShouldBe(0);
        (await BrandsAsync(_first)).ShouldBe("acme");
        (await BrandsAsync(_second)).ShouldBe("globex");

        await using var sites = await _run.StartAsync();
        await WriteAsync(sites, "globex.test", "about", "Of Globex");
        await WriteAsync(sites, "acme.test", "about", "Of Acme");
        (await TitleAsync(sites, "globex.test", "about")).ShouldBe("Of Globex");
        (await _second.ScalarAsync("select string_agg(brand || '/' || slug, ' ' order by slug) from pages")).ShouldBe("globex/about globex/home");
    }

    [Fact]
    public async Task A_moved_brand_is_served_from_its_new_shard_before_and_after_the_map_says_so()
    {
        Map("{}");
        await _run.MigrateAsync();
        await using (var sites = await _run.StartAsync())
        {
            await WriteAsync(sites, "globex.test", "about", "Before");
            (await MoveAsync("globex", "--to", "second")).ShouldBe(0);
        }

        // a serving process that takes its copy now follows the move; one that runs does within ten seconds
        await using (var sites = await _run.StartAsync())
        {
            (await TitleAsync(sites, "globex.test", "about")).ShouldBe("Before");
            await WriteAsync(sites, "globex.test", "later", "After");
        }

        (await _second.ScalarAsync("select count(*) from pages where slug = 'later'")).ShouldBe(1L);
        (await _first.ScalarAsync("select count(*) from pages where slug = 'later'")).ShouldBe(0L);
        (await MoveAsync("globex", "--finish")).ShouldBe(1);

        Map("""{"globex": "second"}""");
        (await _run.MigrateAsync()).ShouldBe(0);
        (await MoveAsync("globex", "--finish")).ShouldBe(0);
        (await BrandsAsync(_first)).ShouldBe("acme");
        await using var served = await _run.StartAsync();
        (await TitleAsync(served, "globex.test", "later")).ShouldBe("After");
        (await (await served.Client("globex.test", SitesRun.Token).GetAsync("/api/sites/main/pages/about/versions")).Content.ReadAsStringAsync()).ShouldContain("Before");
    }

    [Fact]
    public async Task While_a_brand_moves_nothing_is_written_and_everything_is_read()
    {
        Map("{}");
        await _run.MigrateAsync();
        await _first.ScalarAsync("update brands set moving_to = 'second' where name = 'globex'");
        await using var sites = await _run.StartAsync();
        (await TitleAsync(sites, "globex.test", "home")).ShouldBe("Welcome to Globex");
        var refused = await sites.Client("globex.test", SitesRun.Token).PutAsJsonAsync("/api/sites/main/pages/about", new { title = "A", blocks = Array.Empty<object>() });
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("The brand moves to another database.");
        await WriteAsync(sites, "acme.test", "about", "Acme goes on");

        (await MoveAsync("globex", "--cancel")).ShouldBe(0);
        await WriteAsync(sites, "globex.test", "about", "Written");
    }

    [Fact]
    public async Task Nothing_written_while_a_brand_moves_is_lost()
    {
        Map("{}");
        await _run.MigrateAsync();
        await using var sites = await _run.StartAsync();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(writer => WriteUntilAsync(sites, writer, stop.Token)).ToArray();
        (await MoveAsync("globex", "--to", "second")).ShouldBe(0);
        await stop.CancelAsync();
        var written = (await Task.WhenAll(writers)).SelectMany(slugs => slugs).Order(StringComparer.Ordinal).ToArray();

        ((string)(await _second.ScalarAsync("select coalesce(string_agg(slug, ' ' order by slug), '') from pages where slug <> 'home'"))!)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe(written);
    }

    [Fact]
    public async Task What_cannot_be_moved_is_refused()
    {
        Map("{}");
        await _run.MigrateAsync();
        (await MoveAsync("globex", "--to", "third")).ShouldBe(1);
        (await MoveAsync("globex", "--to", "main")).ShouldBe(1);
        (await MoveAsync("nobody", "--to", "second")).ShouldBe(1);
        (await MoveAsync("globex", "--cancel")).ShouldBe(1);
        (await MoveBrandCommand.RunAsync(["globex", "second"], TestContext.Current.CancellationToken)).ShouldBe(2);
        (await BrandsAsync(_first)).ShouldBe("acme globex");
        (await _first.ScalarAsync("select count(*) from brands where moving_to is not null or moved_to is not null")).ShouldBe(0L);
    }

    [Fact]
    public async Task While_one_shard_is_away_the_brands_of_the_others_go_on()
    {
        await using var door = new Door(_second.Port);
        door.Open();
        Map("""{"globex": "second"}""", door.Port);
        await _run.MigrateAsync();
        await using var sites = await _run.StartAsync();
        (await TitleAsync(sites, "globex.test", "home")).ShouldBe("Welcome to Globex");

        door.Shut();
        (await TitleAsync(sites, "acme.test", "home")).ShouldBe("Welcome to Acme");
        (await sites.Client("globex.test").GetAsync("/api/sites/main/pages/home")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await sites.Management.GetAsync("/health/ready")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_bad_shards_file_is_told_with_all_its_problems()
    {
        _run.Write("shards.json", """{"shards": {"main": {}, "second": {"host": "x"}}, "brands": {"acme": "third"}}""");
        var file = (await Should.ThrowAsync<SettingsException>(_run.MigrateAsync)).Message;
        file.ShouldBe("""
            cannot start with these settings:
              - Sites:ShardsFile names the shard 'main', which is the database of Sites:Database; choose another name (environment variable Sites__ShardsFile)
              - Sites:ShardsFile has a shard 'second' that lacks one of host, name, user (or userFile) and passwordFile (environment variable Sites__ShardsFile)
              - Sites:ShardsFile puts the brand 'acme' into the shard 'third', which it does not name; known are main (environment variable Sites__ShardsFile)
            """);
    }

    private void Map(string brands, int? port = null) => _run.Write("shards.json", $$"""
        {
          "shards": {"second": {"host": "127.0.0.1", "port": {{port ?? _second.Port}}, "name": "{{_second.Name}}", "userFile": "{{_run.PathOf("user")}}", "passwordFile": "{{_run.PathOf("password")}}"} },
          "brands": {{brands}}
        }
        """);

    private Task<int> MoveAsync(string brand, params string[] what) =>
        MoveBrandCommand.RunAsync([brand, .. what, .. _run.Arguments()], TestContext.Current.CancellationToken);

    private static async Task<List<string>> WriteUntilAsync(RunningService sites, int writer, CancellationToken stop)
    {
        List<string> written = [];
        for (var page = 0; !stop.IsCancellationRequested; page++)
        {
            var slug = $"w{writer}-{page}";
            var answer = await sites.Client("globex.test", SitesRun.Token).PutAsJsonAsync($"/api/sites/main/pages/{slug}", new { title = slug, blocks = Array.Empty<object>() }, CancellationToken.None);
            if (answer.IsSuccessStatusCode)
            {
                written.Add(slug);
            }
        }

        return written;
    }

    private static async Task WriteAsync(RunningService sites, string host, string slug, string title)
    {
        var editor = sites.Client(host, SitesRun.Token);
        (await editor.PutAsJsonAsync($"/api/sites/main/pages/{slug}", new { title, blocks = Array.Empty<object>() })).EnsureSuccessStatusCode();
        (await editor.PostAsync($"/api/sites/main/pages/{slug}/publish", null)).EnsureSuccessStatusCode();
    }

    private static async Task<string> TitleAsync(RunningService sites, string host, string slug) =>
        (await (await sites.Client(host).GetAsync($"/api/sites/main/pages/{slug}")).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonNode>())!["title"]!.GetValue<string>();

    private static async Task<string> BrandsAsync(TestDatabase database) => (string)(await database.ScalarAsync("select coalesce(string_agg(name, ' ' order by name), '') from brands"))!;
}
