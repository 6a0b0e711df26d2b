using System.Net;
using System.Security.Cryptography;
using SiteBuilder.Tests.Fixtures;
using SkiaSharp;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class UploadTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Fact]
    public async Task An_upload_is_named_after_its_bytes_and_everybody_sees_it()
    {
        var png = Pictures.Png();
        var answer = await UploadAsync(Editor(), png, "image/png", "?name=team%20%C3%BC.png");
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = Convert.ToHexStringLower(SHA256.HashData(png));
        answer.Headers.Location!.ToString().ShouldBe($"/media/{id}/original.png");
        var view = await JsonAsync(answer);
        view.AsObject().Remove("uploadedAt").ShouldBeTrue();
        view["variants"]![0]!.ToJsonString().ShouldBe($$"""{"width":320,"url":"/media/{{id}}/320.webp"}""");
        view["variants"]!.AsArray().Count.ShouldBe(3);
        view.AsObject().Remove("variants");
        view["name"]!.GetValue<string>().ShouldBe("team ü.png");
        view.AsObject().Remove("name");
        view.ToJsonString().ShouldBe($$"""{"id":"{{id}}","url":"/media/{{id}}/original.png","type":"image/png","bytes":{{png.Length}},"width":40,"height":30}""");

        (await Visitor("www.acme.test").GetByteArrayAsync(answer.Headers.Location)).ShouldBe(png);
    }

    [Fact]
    public async Task The_same_bytes_again_are_the_same_file()
    {
        var first = await KeepAsync(Pictures.Png());
        var again = await UploadAsync(Editor(), Pictures.Png(), query: "?name=other.png");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(again)).ToJsonString().ShouldBe(first.ToJsonString());
        (await JsonAsync(await Editor().GetAsync("/api/media")))["media"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_with_the_same_bytes_all_get_the_same_file()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => UploadAsync(Editor(), Pictures.Png())));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created || answer.StatusCode == HttpStatusCode.OK);
        (await JsonAsync(await Editor().GetAsync("/api/media")))["media"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_form_brings_a_file_with_its_name()
    {
        using var form = new MultipartFormDataContent { { new StringContent("Our team"), "title" }, { Body(Pictures.Gif, "image/gif"), "file", "dot.gif" } };
        var answer = await Editor().PostAsync("/api/media", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var view = await JsonAsync(answer);
        (Text(view, "name"), Text(view, "type")).ShouldBe(("dot.gif", "image/gif"));
    }

    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("jpg", "image/jpeg")]
    [InlineData("gif", "image/gif")]
    [InlineData("webp", "image/webp")]
    [InlineData("pdf", "application/pdf")]
    public async Task What_a_file_is_is_told_by_its_bytes_whatever_the_header_claims(string extension, string type)
    {
        var view = await JsonAsync(await UploadAsync(Editor(), Sample(extension), "text/html", "?name=page.html"));
        (Text(view, "type"), Text(view, "url")).ShouldBe((type, $"/media/{Text(view, "id")}/original.{extension}"));
        (await Visitor().GetAsync(Text(view, "url"))).Content.Headers.ContentType!.ToString().ShouldBe(type);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData("GIF88a is none")]
    [InlineData("x")]
    public async Task What_is_none_of_them_is_refused(string text)
    {
        var answer = await UploadAsync(Editor(), System.Text.Encoding.UTF8.GetBytes(text), "image/png", "?name=a.png");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await ErrorsAsync(answer)).ShouldBe("""{"file":["is none of PNG, JPEG, GIF, WebP and PDF by its first bytes"]}""");
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("gif")]
    [InlineData("webp")]
    public async Task A_broken_picture_is_refused(string extension)
    {
        var whole = Sample(extension);
        var shorter = await UploadAsync(Editor(), whole[..(whole.Length * 2 / 3)]);
        shorter.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorsAsync(shorter)).ShouldContain($"begins as a image/{(extension == "jpg" ? "jpeg" : extension)}, but");
        var header = await UploadAsync(Editor(), whole[..12]);
        header.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await JsonAsync(await Editor().GetAsync("/api/media")))["media"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_small_file_of_enormous_pixels_is_refused_before_it_is_unpacked()
    {
        var answer = await UploadAsync(Editor(), Pictures.PngThatClaims(50_000, 50_000));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorsAsync(answer)).ShouldBe("""{"file":["has 50000 x 50000 = 2500000000 pixels; at most 4000000 are taken"]}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_over_the_limit_is_refused(bool tellsLength)
    {
        var large = new byte[DirectBytes + 1];
        using var content = tellsLength ? Body(large, "image/png") : (HttpContent)new StreamContent(new UnknownLength(large));
        var answer = await Editor().PostAsync("/api/media", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ErrorsAsync(answer)).ShouldBe($$"""{"file":["is larger than {{DirectBytes}} bytes, the most that is taken this way"]}""");
    }

    [Fact]
    public async Task A_file_far_over_the_limit_is_refused_by_its_length_alone()
    {
        var answer = await Editor().PostAsync("/api/media", Body(new byte[DirectBytes + 100_000], "image/png"));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Nothing_and_a_form_without_a_file_are_named()
    {
        (await ErrorsAsync(await UploadAsync(Editor(), []))).ShouldBe("""{"file":["is empty"]}""");
        using var form = new MultipartFormDataContent { { new StringContent("x"), "picture" } };
        (await ErrorsAsync(await Editor().PostAsync("/api/media", form)))
            .ShouldBe("""{"file":["is missing in the form; send it as the part 'file', or send the file alone as the body"]}""");
        (await ErrorsAsync(await UploadAsync(Editor(), Pictures.Png(), "multipart/form-data"))).ShouldContain("is missing in the form");
        (await ErrorsAsync(await UploadAsync(Editor(), Pictures.Png(), "multipart/form-data; boundary=x"))).ShouldContain("is missing in the form");
    }

    [Fact]
    public async Task A_bad_name_is_named()
    {
        (await ErrorsAsync(await UploadAsync(Editor(), Pictures.Png(), query: $"?name={new string('a', 201)}")))
            .ShouldBe("""{"name":["is 201 characters long; at most 200 are allowed"]}""");
        (await ErrorsAsync(await UploadAsync(Editor(), Pictures.Png(), query: "?name=a%0Db"))).ShouldBe("""{"name":["has characters that are not text"]}""");
    }

    private static byte[] Sample(string extension) => extension switch
    {
        "png" => Pictures.Png(),
        "jpg" => Pictures.Of(SKEncodedImageFormat.Jpeg, 40, 30),
        "webp" => Pictures.Of(SKEncodedImageFormat.Webp, 40, 30),
        "gif" => Pictures.Gif,
        _ => Pictures.Pdf,
    };

    /// <summary>A body that is sent in chunks, as its length is not known before.</summary>
    private sealed class UnknownLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
