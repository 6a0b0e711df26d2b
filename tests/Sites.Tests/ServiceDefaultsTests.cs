using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class ServiceDefaultsTests(PostgresServer postgres) : SitesTest(postgres)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    public async Task Management_is_reached_on_its_own_port_only(string path)
    {
        (await Sites.Management.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Visitor().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Visitor($"acme.test:{Sites.Management.BaseAddress!.Port}").GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_api_is_not_reached_on_the_management_port()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sites/main/pages");
        request.Headers.Host = "acme.test";
        (await Sites.Management.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Requests_are_counted_by_route_status_and_brand()
    {
        await Visitor("acme.test").GetAsync("/api/sites/main/pages/home");
        await Visitor("globex.test").GetAsync("/api/sites/main/pages/nothing");
        await Visitor("nobody.test").GetAsync("/api/sites/main/pages");

        var counts = (await Sites.Management.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith("http_request_duration_seconds_count", StringComparison.Ordinal));
        counts.Order(StringComparer.Ordinal).ShouldBe([
            """http_request_duration_seconds_count{method="GET",route="/api/sites/{site}/pages/",status="404",brand="none"} 1""",
            """http_request_duration_seconds_count{method="GET",route="/api/sites/{site}/pages/{slug}",status="200",brand="acme"} 1""",
            """http_request_duration_seconds_count{method="GET",route="/api/sites/{site}/pages/{slug}",status="404",brand="globex"} 1""",
        ]);
    }

    [Fact]
    public async Task Answers_carry_security_headers_and_do_not_name_the_server()
    {
        var answer = await Visitor().GetAsync("/api/sites/main/pages");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; frame-ancestors 'none'"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task A_stopping_service_says_that_it_is_not_ready_and_serves_on_until_it_has_drained()
    {
        await using var sites = await RunningService.StartAsync(SitesService.Create([.. Run.Arguments(), "--Http:DrainSeconds=14"]));
        using var enough = new CancellationTokenSource();
        var stopping = sites.App.StopAsync(enough.Token);

        var ready = await sites.Management.GetAsync("/health/ready");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await JsonAsync(ready))["checks"]!["shutdown"]!.GetValue<string>().ShouldBe("stopping");
        (await sites.Management.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var served = await sites.Client("acme.test").GetAsync("/api/sites/main/pages");
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        served.Headers.ConnectionClose.ShouldBe(true);
        stopping.IsCompleted.ShouldBeFalse();

        await enough.CancelAsync();
        await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Should.ThrowAsync<HttpRequestException>(() => sites.Client("acme.test").GetAsync("/api/sites/main/pages"));
    }

    [Fact]
    public async Task A_process_without_settings_names_all_that_is_missing()
    {
        var (exitCode, output, error) = await ProcessAsync([]);
        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldBe("""
            sites: cannot start with these settings:
              - Sites:Database:Host is not set (environment variable Sites__Database__Host)
              - Sites:Database:Name is not set (environment variable Sites__Database__Name)
              - Sites:Database:User is not set (environment variable Sites__Database__User)
              - Sites:Database:PasswordFile is not set (environment variable Sites__Database__PasswordFile)
              - Sites:EditorTokenFile is not set (environment variable Sites__EditorTokenFile)
              - Sites:Auth is not set (environment variable Sites__Auth)

            """);
    }

    [Fact]
    public async Task A_switch_is_true_or_false_and_nothing_else()
    {
        using var run = new SitesRun(Database);
        var (exitCode, _, error) = await ProcessAsync([.. run.Arguments(), "--Sites:Database:Pooled=perhaps"]);
        exitCode.ShouldBe(2);
        error.ShouldBe("""
            sites: cannot start with these settings:
              - Sites:Database:Pooled is 'perhaps', expected true or false (environment variable Sites__Database__Pooled)

            """);
    }

    [Fact]
    public async Task Logs_are_one_json_object_a_line_and_failure_names_database_and_remedy()
    {
        var port = FreePort.Take();
        using var run = new SitesRun(Database) { DatabasePort = port, Patience = 0 };
        var (exitCode, output, _) = await ProcessAsync(["migrate", .. run.Arguments().Where(argument => !argument.StartsWith("--Logging", StringComparison.Ordinal))]);

        exitCode.ShouldBe(1);
        var line = JsonNode.Parse(output.Trim())!.AsObject();
        line.Select(field => field.Key).ShouldBe(["time", "level", "service", "category", "message", "values"]);
        line["level"]!.GetValue<string>().ShouldBe("error");
        line["service"]!.GetValue<string>().ShouldBe("sites-migrate");
        line["message"]!.GetValue<string>().ShouldBe(
            $"migrate: database '{Database.Name}' on 127.0.0.1:{port} as user 'postgres' did not answer within 0 s: Failed to connect to 127.0.0.1:{port}. "
            + "Check that it runs, that this pod may reach it, and the user and password; then run migrate again.");
    }

    private static async Task<(int ExitCode, string Output, string Error)> ProcessAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SitesService).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
