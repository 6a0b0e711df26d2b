using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SiteBuilder.Rendering.Copies;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Publisher.Tests;

[Trait("Suite", "Service")]
public sealed class OrderTests(PostgresServer postgres, ObjectStorageServer storage) : PublisherTest(postgres, storage)
{
    [Fact]
    public async Task An_order_that_fails_is_tried_again_and_goes_to_the_dead_letters_in_the_end()
    {
        await Sites.App.StopAsync();
        await OnRedisAsync(async redis =>
        {
            await redis.StreamCreateConsumerGroupAsync("publishing", "publisher", "0", createStream: true);
            return await redis.StreamAddAsync("publishing", [new("brand", "acme"), new("site", "main")]);
        });
        await using var publisher = await StartPublisherAsync();
        await UntilAsync(async () => await CountAsync(publisher, "publisher_orders_total{result=\"dead\"}") == 1, "the order is dead");

        (await CountAsync(publisher, "publisher_orders_total{result=\"failed\"}")).ShouldBe(2);
        var dead = (await OnRedisAsync(redis => redis.StreamRangeAsync("publishing:dead"))).ShouldHaveSingleItem();
        ((string?)dead["brand"], (string?)dead["site"], (int)dead["attempts"]).ShouldBe(("acme", "main", 3));
        ((string)dead["reason"]!).ShouldNotBeEmpty();
        (await OnRedisAsync(redis => redis.StreamLengthAsync("publishing"))).ShouldBe(0);
    }

    [Fact]
    public async Task An_order_that_a_dead_consumer_had_in_hand_is_done_by_another()
    {
        await OnRedisAsync(async redis =>
        {
            await redis.StreamCreateConsumerGroupAsync("publishing", "publisher", "0", createStream: true);
            await redis.StreamAddAsync("publishing", [new("brand", "globex"), new("site", "main")]);
            return await redis.StreamReadGroupAsync("publishing", "publisher", "died", ">");
        });
        await using var publisher = await StartPublisherAsync();
        await UntilAsync(async () => await Bucket.HeadAsync(CopyKeys.Site("globex", "main"), CancellationToken.None) is not null, "the order is done");
    }

    [Fact]
    public async Task When_Redis_has_lost_everything_every_site_is_ordered_again()
    {
        await using var publisher = await StartPublisherAsync();
        await UntilAsync(async () => await Bucket.HeadAsync(CopyKeys.Site("acme", "main"), CancellationToken.None) is not null, "the brand is copied");
        await UntilAsync(async () => await OnRedisAsync(redis => redis.StreamLengthAsync("publishing")) == 0, "every order is done");

        await Bucket.DeleteAsync(CopyKeys.Site("acme", "main"), TestContext.Current.CancellationToken);
        await OnRedisAsync(redis => redis.ExecuteAsync("FLUSHALL"));
        await UntilAsync(async () => await Bucket.HeadAsync(CopyKeys.Site("acme", "main"), CancellationToken.None) is not null, "the brand is copied again");
    }

    [Fact]
    public async Task Many_publishers_side_by_side_end_with_the_newest_copy()
    {
        await using var first = await StartPublisherAsync();
        await using var second = await StartPublisherAsync();
        for (var version = 1; version <= 8; version++)
        {
            await PublishAsync("about", $"Version {version}");
        }

        await UntilAsync(async () => await OnRedisAsync(redis => redis.StreamLengthAsync("publishing")) == 0, "every order is done");
        await using var storefront = await StartStorefrontAsync();
        (await storefront.Client("acme.test").GetStringAsync("/about")).ShouldContain("<h1>Version 8</h1>");
        (await CountAsync(storefront, "storefront_answers_total{source=\"copy\"}")).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_keeps_pages_is_told_which_have_changed_and_told_again_when_it_did_not_hear()
    {
        await using var cache = await Cache.StartAsync(failures: 1);
        var token = Path.Combine(Path.GetDirectoryName(Store.AccessKey.Path)!, "purge-token");
        await File.WriteAllTextAsync(token, "purge-token", TestContext.Current.CancellationToken);
        await using var publisher = await StartPublisherAsync($"--Publisher:PurgeUrl={cache.Address}purge", $"--Publisher:PurgeTokenFile={token}");
        await UntilAsync(() => Task.FromResult(cache.Heard.Any(body => body.Contains("acme.test", StringComparison.Ordinal)) && cache.Heard.Any(body => body.Contains("globex.test", StringComparison.Ordinal))), "both brands are told of");
        cache.Heard.Clear();

        await PublishAsync("about", "About us");
        await UntilAsync(() => Task.FromResult(!cache.Heard.IsEmpty), "the change is told");
        var told = JsonNode.Parse(cache.Heard.First())!;
        told["hosts"]!.ToJsonString().ShouldBe("""["acme.test","www.acme.test"]""");
        // home has the new page in its navigation
        told["paths"]!.ToJsonString().ShouldBe("""["/","/about"]""");
    }

    [Fact]
    public async Task It_is_ready_when_Redis_and_the_object_store_answer()
    {
        await using var publisher = await StartPublisherAsync();
        (await publisher.Management.GetAsync("/health/ready")).EnsureSuccessStatusCode();
        await using var lost = await StartPublisherAsync($"--Publisher:Queue:Address=127.0.0.1:{FreePort.Take()}");
        (await lost.Management.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await lost.Management.GetAsync("/health/live")).EnsureSuccessStatusCode();
    }

    /// <summary>A cache that remembers what it was told, after it has failed some times.</summary>
    private sealed class Cache(RunningService service, ConcurrentQueue<string> heard) : IAsyncDisposable
    {
        public Uri Address => service.Traffic;

        public ConcurrentQueue<string> Heard => heard;

        public static async Task<Cache> StartAsync(int failures)
        {
            var heard = new ConcurrentQueue<string>();
            var builder = WebApplication.CreateSlimBuilder();
            Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions.UseUrls(builder.WebHost, "http://127.0.0.1:0", "http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.MapPost("/purge", async (HttpRequest request) =>
            {
                if (request.Headers.Authorization != "Bearer purge-token")
                {
                    return Results.Unauthorized();
                }

                if (Interlocked.Decrement(ref failures) >= 0)
                {
                    return Results.StatusCode(500);
                }

                heard.Enqueue(await new StreamReader(request.Body).ReadToEndAsync());
                return Results.Ok();
            });
            return new Cache(await RunningService.StartAsync(app), heard);
        }

        public ValueTask DisposeAsync() => service.DisposeAsync();
    }
}
