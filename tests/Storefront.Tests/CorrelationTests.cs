using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Storefront.Tests;

[Trait("Suite", "Service")]
public sealed class CorrelationTests
{
    [Fact]
    public async Task What_a_visitor_sets_off_has_one_id_in_every_service()
    {
        var seen = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0", "http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/internal/published", (HttpRequest request) =>
        {
            seen.Enqueue($"{request.Query["host"]} {request.Headers["X-Correlation-ID"]}");
            return Results.NotFound();
        });
        await using var sites = await RunningService.StartAsync(app);
        await using var storefront = await RunningService.StartAsync(StorefrontService.Create([.. RunningService.CommonArguments(), $"--Storefront:Sites={sites.Traffic}", "--Storefront:Api=http://127.0.0.1:9"]));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Correlation-ID", "from-the-visitor");

        await storefront.Client("acme.test").SendAsync(request, TestContext.Current.CancellationToken);
        seen.ShouldContain("acme.test from-the-visitor");
    }
}
