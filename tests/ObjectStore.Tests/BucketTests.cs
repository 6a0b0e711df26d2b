using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.ObjectStore.Tests;

/// <summary>The bucket against a real object storage that speaks S3.</summary>
[Trait("Suite", "Service")]
public sealed class BucketTests(ObjectStorageServer server) : IAsyncLifetime
{
    private static readonly ObjectFacts Page = new("text/html; charset=utf-8")
    {
        CacheControl = "public, max-age=60",
        Metadata = new Dictionary<string, string> { ["release"] = "7" },
    };

    private ObjectStoreSettings _settings = null!;
    private Bucket _bucket = null!;

    public async ValueTask InitializeAsync()
    {
        _settings = await server.NewBucketAsync();
        _bucket = new Bucket(_settings);
        (await MigrateAsync(_settings)).ShouldBe(0);
    }

    public ValueTask DisposeAsync()
    {
        _bucket?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_was_written_is_read_with_all_that_is_stored_with_it()
    {
        await PutAsync("acme/über uns/index.html", "<p>Hello</p>", Page);
        using var read = (await _bucket.GetAsync("acme/über uns/index.html", null, default))!;
        (await TextAsync(read)).ShouldBe("<p>Hello</p>");
        read.ContentRange.ShouldBeNull();
        var head = (await _bucket.HeadAsync("acme/über uns/index.html", default))!;
        (head.Length, head.Facts.ContentType, head.Facts.CacheControl, head.Facts.Metadata["release"]).ShouldBe((12, "text/html; charset=utf-8", "public, max-age=60", "7"));
        head.ETag.ShouldBe(read.Object.ETag);
        head.ETag.ShouldStartWith("\"");
    }

    [Fact]
    public async Task Writing_a_key_again_replaces_the_object()
    {
        await PutAsync("a", "first", Page);
        await PutAsync("a", "second", new ObjectFacts("text/plain"));
        using var read = (await _bucket.GetAsync("a", null, default))!;
        (await TextAsync(read)).ShouldBe("second");
        (read.Object.Facts.ContentType, read.Object.Facts.CacheControl, read.Object.Facts.Metadata.Count).ShouldBe(("text/plain", null, 0));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_deleting_it_is_no_error()
    {
        (await _bucket.GetAsync("nothing", null, default)).ShouldBeNull();
        (await _bucket.HeadAsync("nothing", default)).ShouldBeNull();
        await _bucket.DeleteAsync("nothing", default);
        await PutAsync("a", "x", Page);
        await _bucket.DeleteAsync("a", default);
        (await _bucket.GetAsync("a", null, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_part_is_read_and_one_behind_the_end_is_refused()
    {
        await PutAsync("a", "0123456789", Page);
        using var part = (await _bucket.GetAsync("a", "bytes=2-4", default))!;
        (await TextAsync(part)).ShouldBe("234");
        (part.ContentRange, part.Object.Length).ShouldBe(("bytes 2-4/10", 3));
        await Should.ThrowAsync<RangeNotThereException>(() => _bucket.GetAsync("a", "bytes=10-", default));
    }

    [Fact]
    public async Task A_listing_has_the_keys_that_begin_alike_page_by_page()
    {
        foreach (var key in (string[])["acme/1", "acme/2", "acme/3", "acme0", "globex/1"])
        {
            await PutAsync(key, key, Page);
        }

        var first = await _bucket.ListPageAsync("acme/", null, 2, default);
        first.Objects.Select(found => (found.Key, found.Length)).ShouldBe([("acme/1", 6), ("acme/2", 6)]);
        first.More.ShouldBeTrue();
        var second = await _bucket.ListPageAsync("acme/", "acme/2", 2, default);
        second.Objects.Select(found => found.Key).ShouldBe(["acme/3"]);
        second.More.ShouldBeFalse();
        (await _bucket.ListAsync("acme/", default).Select(found => found.Key).ToListAsync()).ShouldBe(["acme/1", "acme/2", "acme/3"]);
        (await _bucket.ListAsync("nobody/", default).AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_browser_reads_and_writes_by_signed_urls_and_by_no_others()
    {
        using var browser = new HttpClient();
        var put = await _bucket.PresignPutAsync("incoming/1", "image/png", Later);
        (await browser.PutAsync(put, Body("pixels", "image/gif"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the type is signed");
        (await browser.PutAsync(put, Body("pixels", "image/png"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _bucket.HeadAsync("incoming/1", default))!.Facts.ContentType.ShouldBe("image/png");

        var get = await _bucket.PresignGetAsync("incoming/1", Later);
        (await browser.GetStringAsync(get)).ShouldBe("pixels");
        (await browser.GetAsync(new Uri(get.ToString().Replace("incoming/1", "incoming/2", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync(new Uri(get.GetLeftPart(UriPartial.Path)))).IsSuccessStatusCode.ShouldBeFalse("nobody reads without a signature");
        (await browser.GetAsync(await _bucket.PresignGetAsync("incoming/1", DateTimeOffset.UtcNow.AddMinutes(-1)))).IsSuccessStatusCode.ShouldBeFalse("its time is over");
    }

    [Fact]
    public async Task Without_a_public_endpoint_no_url_is_signed()
    {
        using var bucket = new Bucket(_settings with { PublicEndpoint = null });
        bucket.IsPublic.ShouldBeFalse();
        (await Should.ThrowAsync<InvalidOperationException>(() => bucket.PresignGetAsync("a", Later))).Message.ShouldContain("has no public endpoint");
    }

    [Fact]
    public async Task Making_the_bucket_again_changes_nothing_and_many_may_do_it_at_once()
    {
        await PutAsync("a", "x", Page);
        (await MigrateAsync(_settings)).ShouldBe(0);
        (await _bucket.HeadAsync("a", default)).ShouldNotBeNull();
        var other = await server.NewBucketAsync();
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(other)))).ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public async Task Wrong_keys_and_a_store_that_is_away_are_told_from_other_errors()
    {
        var wrong = Path.GetTempFileName();
        await File.WriteAllTextAsync(wrong, "another secret");
        try
        {
            await AwayAsync(_settings with { SecretKey = new MountedFile(wrong) });
            await AwayAsync(_settings with { Endpoint = new Uri($"http://127.0.0.1:{FreePort.Take()}") });
            await AwayAsync(_settings with { Bucket = "there-is-none" });
        }
        finally
        {
            File.Delete(wrong);
        }
    }

    [Fact]
    public async Task Migrating_gives_up_when_nobody_answers_in_time() =>
        (await MigrateAsync(_settings with { Endpoint = new Uri($"http://127.0.0.1:{FreePort.Take()}") }, TimeSpan.Zero)).ShouldBe(1);

    private static DateTimeOffset Later => DateTimeOffset.UtcNow.AddMinutes(5);

    [Fact]
    public async Task The_second_pair_of_keys_reads_its_own_bucket_and_nothing_else()
    {
        var readable = _settings with { Bucket = ObjectStorageServer.ReaderBucket };
        (await MigrateAsync(readable)).ShouldBe(0);
        using var writer = new Bucket(readable);
        using var reader = new Bucket(server.ForReader(readable));
        using var elsewhere = new Bucket(server.ForReader(_settings));
        await WriteAsync(writer, "a", "Hello");
        await PutAsync("secret", "Not for readers", Page);

        using (var read = (await reader.GetAsync("a", null, default))!)
        {
            (await TextAsync(read)).ShouldBe("Hello");
        }

        (await reader.GetAsync("nothing", null, default)).ShouldBeNull();
        await RefusedAsync(() => WriteAsync(reader, "b", "Mine"));
        await RefusedAsync(() => reader.DeleteAsync("a", default));
        await RefusedAsync(() => elsewhere.GetAsync("secret", null, default));
        await RefusedAsync(() => WriteAsync(elsewhere, "b", "Mine"));
        (await writer.HeadAsync("a", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_third_pair_of_keys_does_everything_in_its_own_bucket_and_nothing_elsewhere()
    {
        var own = server.ForOwner(_settings with { Bucket = ObjectStorageServer.OwnerBucket });
        (await MigrateAsync(own)).ShouldBe(0, "it may make the bucket");
        using var owner = new Bucket(own);
        using var elsewhere = new Bucket(server.ForOwner(_settings));
        using var reader = new Bucket(server.ForReader(own));
        await PutAsync("secret", "Not for owners of others", Page);

        await WriteAsync(owner, "a", "Mine");
        (await owner.ListAsync("", default).Select(found => found.Key).ToListAsync()).ShouldBe(["a"]);
        await owner.DeleteAsync("a", default);
        (await owner.HeadAsync("a", default)).ShouldBeNull();

        await RefusedAsync(() => elsewhere.GetAsync("secret", null, default));
        await RefusedAsync(() => WriteAsync(elsewhere, "b", "Mine"));
        await RefusedAsync(() => elsewhere.DeleteAsync("secret", default));
        await RefusedAsync(() => elsewhere.ListPageAsync("", null, 1, default));
        await RefusedAsync(() => reader.GetAsync("a", null, default));
        using var another = new Bucket(server.ForOwner(_settings with { Bucket = $"test-{Guid.NewGuid():n}" }));
        await RefusedAsync(() => another.CreateAsync(default));
    }

    private static async Task RefusedAsync(Func<Task> ask) =>
        (await Should.ThrowAsync<Amazon.S3.AmazonS3Exception>(ask)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

    private static async Task WriteAsync(Bucket bucket, string key, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await bucket.PutAsync(key, content, Page, TestContext.Current.CancellationToken);
    }

    private static async Task AwayAsync(ObjectStoreSettings settings)
    {
        using var bucket = new Bucket(settings);
        var problem = await Should.ThrowAsync<Exception>(() => bucket.GetAsync("a", null, default));
        ObjectStoreAway.Explains(problem).ShouldBeTrue(problem.ToString());
    }

    private static Task<int> MigrateAsync(ObjectStoreSettings settings, TimeSpan? patience = null) =>
        new BucketMigration(settings, patience ?? TimeSpan.FromSeconds(60), TimeProvider.System, NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken);

    private async Task PutAsync(string key, string text, ObjectFacts facts)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await _bucket.PutAsync(key, content, facts, TestContext.Current.CancellationToken);
    }

    private static async Task<string> TextAsync(OpenObject read)
    {
        using var reader = new StreamReader(read.Content);
        return await reader.ReadToEndAsync();
    }

    private static ByteArrayContent Body(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}
