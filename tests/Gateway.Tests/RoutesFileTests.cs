using SiteBuilder.Gateway.Routing;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Gateway.Tests;

public sealed class RoutesFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Every_problem_of_a_file_is_listed() => Problems("""
        [
          {"path": "/api", "service": "sites", "address": "http://sites.backend", "largestBody": 1, "timeoutSeconds": 1},
          {"path": "/api", "service": "sites", "address": "sites", "largestBody": 0, "timeoutSeconds": 1},
          {"path": "api/", "service": "", "address": "http://sites.backend", "largestBody": 1, "timeoutSeconds": 1, "rate": {"requests": 0, "perMinute": true, "atOnce": 1}}
        ]
        """).ShouldBe(
        [
            "[1] ('/api') needs a service and its address, such as http://sites.backend",
            "[1] ('/api') needs largestBody and timeoutSeconds from 1",
            "[2].path is 'api/'; use a path such as '/api'",
            "[2] ('api/') needs a service and its address, such as http://sites.backend",
            "[2].rate ('api/') needs requests and atOnce from 1",
            "path '/api' is named twice",
        ]);

    [Theory]
    [InlineData("[]", "names no route")]
    [InlineData("null", "names no route")]
    public void A_gateway_without_routes_is_refused(string text, string problem) => Problems(text).ShouldBe([problem]);

    [Fact]
    public void What_is_no_list_is_told_how_one_looks() => Only("{").ShouldStartWith($"{_file} is not a list of routes such as [{{\"path\", \"service\", \"address\", \"largestBody\", \"timeoutSeconds\"}}]: ");

    [Fact]
    public void What_the_platform_renders_is_read()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SiteBuilder.sln")))
        {
            root = root.Parent!;
        }

        var rendered = File.ReadAllText(Path.Combine(root.FullName, "deploy", "rendered", "production", "backend", "configmap-gateway-routes.yaml"));
        File.WriteAllText(_file, rendered[(rendered.IndexOf("routes.json: |", StringComparison.Ordinal) + "routes.json: |".Length)..]);

        var routes = RoutesFile.Read(new MountedFile(_file));
        routes.Select(route => $"{route.Path} {route.Address}").ShouldContain("/api http://sites.backend.svc.cluster.local/");
        routes.Single(route => route.Path == "/api/auth/login").Rate.ShouldBe(new GatewayRate(10, true, 10));
        routes.Single(route => route.Path == "/api/media").LargestBody.ShouldBe(11 * 1024 * 1024);
    }

    private List<string> Problems(string text)
    {
        File.WriteAllText(_file, text);
        return [.. Should.Throw<SettingsException>(() => RoutesFile.Read(new MountedFile(_file))).Problems.Select(problem => problem[(_file.Length + 2)..])];
    }

    private string Only(string text)
    {
        File.WriteAllText(_file, text);
        return Should.Throw<SettingsException>(() => RoutesFile.Read(new MountedFile(_file))).Problems.ShouldHaveSingleItem();
    }
}
