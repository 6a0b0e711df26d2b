using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class TracingTests(PostgresServer postgres) : SitesTest(postgres)
{
    [Fact]
    public async Task Spans_of_requests_and_queries_are_sent_to_the_collector_that_is_named()
    {
        var received = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync();

        await using (var sites = await RunningService.StartAsync(SitesService.Create(
            [.. Run.Arguments(), $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"])))
        {
            (await sites.Client("acme.test").GetAsync("/api/sites/main/pages/home")).EnsureSuccessStatusCode();
        }

        // stopping sends what is left
        var spans = string.Concat(received);
        spans.ShouldContain("service.name");
        spans.ShouldContain("GET /api/sites/{site}/pages/{slug}");
        spans.ShouldContain("postgresql");
    }
}
