using System.Net;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class DatabaseAbsenceTests(PostgresServer postgres)
{
    [Fact]
    public async Task Without_its_database_the_service_lives_says_so_and_recovers_by_itself()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var door = new Door(database.Port);
        using var run = new SitesRun(database) { DatabasePort = door.Port };
        await using var sites = await run.StartAsync();
        var visitor = sites.Client("acme.test");

        (await sites.Management.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await sites.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var away = await visitor.GetAsync("/api/sites/main/pages");
        away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        away.Headers.RetryAfter!.ToString().ShouldBe("5");
        (await away.Content.ReadAsStringAsync()).ShouldContain("The database does not answer.");

        door.Open();
        (await (await sites.Management.GetAsync("/health/ready")).Content.ReadAsStringAsync())
            .ShouldBe("""{"status":"Unhealthy","checks":{"shutdown":"serving","database":"has no tables; run 'SiteBuilder.Sites migrate'"}}""");
        (await run.MigrateAsync()).ShouldBe(0);
        (await sites.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/api/sites/main/pages")).StatusCode.ShouldBe(HttpStatusCode.OK);

        door.Shut();
        (await sites.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetAsync("/api/sites/main/pages")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        door.Open();
        (await sites.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/api/sites/main/pages")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
