using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Media.Uploads;
using SiteBuilder.ObjectStore;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class SignedUploadTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Fact]
    public async Task A_browser_brings_a_large_file_straight_to_the_store()
    {
        var png = Padded(DirectBytes + 1);
        var begun = await BeginAsync("image/png", png.Length);
        Text(begun, "method").ShouldBe("PUT");
        (await SendAsync(begun, png, "image/png")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var done = await Editor().PostAsync($"{Text(begun, "complete")}?name=large.png", null);
        done.StatusCode.ShouldBe(HttpStatusCode.Created);
        var view = await JsonAsync(done);
        (Text(view, "name"), view["bytes"]!.GetValue<int>()).ShouldBe(("large.png", png.Length));
        (await Visitor().GetByteArrayAsync(Text(view, "url"))).ShouldBe(png);
        (await Editor().PostAsync(Text(begun, "complete"), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is completed once");
    }

    [Fact]
    public async Task What_arrived_is_looked_at_as_any_upload()
    {
        var begun = await BeginAsync("image/png", 10);
        (await SendAsync(begun, "<svg></svg>"u8.ToArray(), "image/svg+xml")).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the type is signed");
        (await SendAsync(begun, "<svg></svg>"u8.ToArray(), "image/png")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Editor().PostAsync(Text(begun, "complete"), null)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);

        var larger = await BeginAsync("image/png", 10);
        await SendAsync(larger, Padded(LargestBytes + 1), "image/png");
        var refused = await Editor().PostAsync(Text(larger, "complete"), null);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ErrorsAsync(refused)).ShouldContain($"is larger than {LargestBytes} bytes");
        (await IncomingAsync()).ShouldBeEmpty("what is refused does not stay");
    }

    [Fact]
    public async Task A_bad_name_can_be_set_right()
    {
        var begun = await BeginAsync("image/gif", Pictures.Gif.Length);
        await SendAsync(begun, Pictures.Gif, "image/gif");
        (await Editor().PostAsync($"{Text(begun, "complete")}?name=a%00", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Editor().PostAsync($"{Text(begun, "complete")}?name=a", null)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nobody_completes_what_another_brand_began()
    {
        var begun = await BeginAsync("image/gif", Pictures.Gif.Length);
        await SendAsync(begun, Pictures.Gif, "image/gif");
        (await Editor("globex").PostAsync(Text(begun, "complete"), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Editor().PostAsync(Text(begun, "complete"), null)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("[]", """{"":["is a list; send an object with 'type' and 'bytes'"]}""")]
    [InlineData("{}", """{"bytes":["is missing"],"type":["is missing"]}""")]
    [InlineData("""{"type":"image/svg+xml","bytes":"7"}""", """{"bytes":["is a text; send a whole number"],"type":["is 'image/svg+xml'; use 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf'"]}""")]
    [InlineData("""{"type":"image/png","bytes":300001,"size":1}""", """{"bytes":["is 300001; send a whole number from 1 to 300000"],"size":["is not known; known are 'type', 'bytes'"]}""")]
    [InlineData("""{"type":"image/png","bytes":1.5}""", """{"bytes":["is 1.5; send a whole number from 1 to 300000"]}""")]
    public async Task Every_problem_is_named_at_its_field(string body, string errors)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await Editor().PostAsync("/api/media/uploads", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorsAsync(answer)).ShouldBe(errors);
    }

    [Fact]
    public async Task What_a_command_line_sends_is_read_whatever_type_it_names()
    {
        using var content = new StringContent("""{"type":"image/png","bytes":1}""", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        (await Editor().PostAsync("/api/media/uploads", content)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Where_browsers_do_not_reach_the_store_it_says_so()
    {
        await using var inner = await StartAsync("--Media:ObjectStore:PublicEndpoint=");
        var client = inner.Client("acme.test", Editor().DefaultRequestHeaders.Authorization!.Parameter);
        (await client.PostAsJsonAsync("/api/media/uploads", new { type = "image/png", bytes = 1 })).StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Fact]
    public async Task What_is_never_completed_goes_after_a_day()
    {
        await SendAsync(await BeginAsync("image/gif", 1), Pictures.Gif, "image/gif");
        await KeepAsync(Pictures.Png());
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var bucket = new Bucket(Store);
        using var sweep = new IncomingSweep(bucket, clock, NullLogger<IncomingSweep>.Instance);
        (await sweep.RunOnceAsync(default)).ShouldBe(0);
        clock.Advance(IncomingSweep.Patience + TimeSpan.FromMinutes(1));
        (await sweep.RunOnceAsync(default)).ShouldBe(1);
        (await IncomingAsync()).ShouldBeEmpty();
        (await JsonAsync(await Editor().GetAsync("/api/media")))["media"]!.AsArray().Count.ShouldBe(1);
    }

    private async Task<JsonNode> BeginAsync(string type, int bytes)
    {
        var answer = await Editor().PostAsJsonAsync("/api/media/uploads", new { type, bytes });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await JsonAsync(answer);
    }

    private static async Task<HttpResponseMessage> SendAsync(JsonNode begun, byte[] file, string type)
    {
        using var browser = new HttpClient();
        return await browser.PutAsync(new Uri(Text(begun, "url")), Body(file, type));
    }

    private async Task<List<string>> IncomingAsync()
    {
        using var bucket = new Bucket(Store);
        return await bucket.ListAsync("incoming/", default).Select(found => found.Key).ToListAsync();
    }

    // what follows the end of a PNG belongs to nobody
    private static byte[] Padded(int length) => [.. Pictures.Png(), .. new byte[length - Pictures.Png().Length]];
}
