using System.Net;
using System.Net.Http.Headers;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class FileTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Fact]
    public async Task Caches_keep_a_file_for_ever_and_a_browser_does_nothing_with_it_but_show_it()
    {
        var view = await KeepAsync(Pictures.Png());
        foreach (var url in (string[])[Text(view, "url"), view["variants"]![0]!["url"]!.GetValue<string>()])
        {
            var answer = await Visitor().GetAsync(url);
            answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            answer.Headers.ETag!.IsWeak.ShouldBeFalse();
            answer.Content.Headers.LastModified.ShouldNotBeNull();
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
            answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
            answer.Content.Headers.ContentDisposition.ShouldBeNull();
        }
    }

    [Fact]
    public async Task A_document_is_saved_and_not_opened()
    {
        var answer = await Visitor().GetAsync(Text(await KeepAsync(Pictures.Pdf), "url"));
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so()
    {
        var url = Text(await KeepAsync(Pictures.Png()), "url");
        var tag = (await Visitor().GetAsync(url)).Headers.ETag!;
        var known = await SendAsync(HttpMethod.Get, url, request => request.Headers.IfNoneMatch.Add(tag));
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        known.Headers.ETag.ShouldBe(tag);
        known.Headers.CacheControl!.ToString().ShouldContain("immutable");
        var other = await SendAsync(HttpMethod.Get, url, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.Content.ReadAsByteArrayAsync()).ShouldBe(Pictures.Png());
    }

    [Fact]
    public async Task Its_head_is_told_without_its_bytes()
    {
        var url = Text(await KeepAsync(Pictures.Png()), "url");
        var head = await SendAsync(HttpMethod.Head, url);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        (head.Content.Headers.ContentType!.MediaType, head.Content.Headers.ContentLength).ShouldBe(("image/png", Pictures.Png().Length));
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_part_is_sent_alone()
    {
        var png = Pictures.Png();
        var url = Text(await KeepAsync(png), "url");
        var part = await SendAsync(HttpMethod.Get, url, request => request.Headers.Range = new RangeHeaderValue(5, 9));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 5-9/{png.Length}");
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(png[5..10]);
        var end = await SendAsync(HttpMethod.Get, url, request => request.Headers.Range = new RangeHeaderValue(null, 4));
        (await end.Content.ReadAsByteArrayAsync()).ShouldBe(png[^4..]);
        (await SendAsync(HttpMethod.Get, url, request => request.Headers.Range = new RangeHeaderValue(png.Length, null)))
            .StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        (await SendAsync(HttpMethod.Get, url, request => request.Headers.TryAddWithoutValidation("Range", "bytes=0-1,3-4")))
            .StatusCode.ShouldBe(HttpStatusCode.OK, "several parts are all of it");
    }

    [Theory]
    [InlineData("/media/{id}/original.jpg")]
    [InlineData("/media/{id}/original.exe")]
    [InlineData("/media/{id}/321.webp")]
    [InlineData("/media/{id}/0320.webp")]
    [InlineData("/media/{id}/320.png")]
    [InlineData("/media/{ID}/original.png")]
    [InlineData("/media/..%2f..%2fglobex%2f{id}/original.png")]
    [InlineData("/media/0/original.png")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        var id = Text(await KeepAsync(Pictures.Png()), "id");
        var answer = await Visitor().GetAsync(path.Replace("{id}", id, StringComparison.Ordinal).Replace("{ID}", id.ToUpperInvariant(), StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.CacheControl.ShouldBeNull("an absence is not for ever");
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(method, url);
        change?.Invoke(request);
        return Visitor().SendAsync(request);
    }
}
