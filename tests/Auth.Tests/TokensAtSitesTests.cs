using System.Net;
using System.Net.Http.Json;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Auth.Tests;

/// <summary>What Auth signs, Sites believes: by the role, and only at the token's own brand.</summary>
[Trait("Suite", "Service")]
public sealed class TokensAtSitesTests(PostgresServer postgres) : AuthTest(postgres)
{
    private SitesRun _run = null!;
    private RunningService _sites = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _run = new SitesRun(await Postgres.CreateDatabaseAsync()) { Auth = Auth.Traffic };
        (await _run.MigrateAsync()).ShouldBe(0);
        _sites = await _run.StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_sites is not null)
        {
            await _sites.DisposeAsync();
        }

        _run?.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task An_owner_writes_and_publishes_and_a_viewer_only_reads()
    {
        var owner = await OwnerTokenAsync();
        (await WriteAsync("acme.test", owner)).ShouldBe(HttpStatusCode.Created);
        await PostAsync("register", new { email = "ann@example.org", password = Password });
        var viewer = (await LogInAsync("ann@example.org"))["access_token"]!.GetValue<string>();
        (await ReadAsync("acme.test", viewer)).ShouldBe(HttpStatusCode.OK, "drafts are for those who may read");
        (await ReadAsync("acme.test", null)).ShouldBe(HttpStatusCode.NotFound, "and not for visitors");
        (await WriteAsync("acme.test", viewer)).ShouldBe(HttpStatusCode.Forbidden);
        (await _sites.Client("acme.test", owner).PostAsync("/api/sites/main/pages/about/publish", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync("acme.test", null)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_of_another_brand_opens_nothing()
    {
        await WriteAsync("acme.test", await OwnerTokenAsync());
        var other = await OwnerTokenAsync("globex.test");
        (await ReadAsync("acme.test", other)).ShouldBe(HttpStatusCode.Unauthorized);
        (await WriteAsync("acme.test", other)).ShouldBe(HttpStatusCode.Unauthorized);
        (await WriteAsync("globex.test", other)).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Keys_that_are_known_serve_while_auth_is_away()
    {
        var owner = await OwnerTokenAsync();
        (await WriteAsync("acme.test", owner)).ShouldBe(HttpStatusCode.Created);
        await Auth.App.StopAsync(TestContext.Current.CancellationToken);
        (await ReadAsync("acme.test", owner)).ShouldBe(HttpStatusCode.OK);
        (await ReadAsync("acme.test", SitesRun.Token)).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> WriteAsync(string host, string token) =>
        (await _sites.Client(host, token).PutAsJsonAsync("/api/sites/main/pages/about", new { title = "About", blocks = Array.Empty<object>() })).StatusCode;

    private async Task<HttpStatusCode> ReadAsync(string host, string? token) => (await _sites.Client(host, token).GetAsync("/api/sites/main/pages/about")).StatusCode;
}
