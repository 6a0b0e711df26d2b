using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;
using SkiaSharp;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class VariantTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 2000, 1000)]
    [InlineData(SKEncodedImageFormat.Jpeg, 2000, 1000)]
    [InlineData(SKEncodedImageFormat.Webp, 2000, 1000)]
    [InlineData(SKEncodedImageFormat.Jpeg, 1999, 3)]
    public async Task Variants_are_web_pictures_of_their_width_and_the_same_shape(SKEncodedImageFormat format, int width, int height)
    {
        var view = await KeepAsync(Pictures.Of(format, width, height));
        (view["width"]!.GetValue<int>(), view["height"]!.GetValue<int>()).ShouldBe((width, height));
        foreach (var wanted in (int[])[320, 640, 1280])
        {
            using var variant = await VariantAsync(view, wanted);
            variant.Width.ShouldBe(wanted);
            variant.Height.ShouldBe(Math.Max(1, (int)Math.Round(height * (double)wanted / width)));
        }
    }

    [Fact]
    public async Task A_picture_is_never_made_larger()
    {
        using var variant = await VariantAsync(await KeepAsync(Pictures.Png(500, 100)), 1280);
        (variant.Width, variant.Height).ShouldBe((500, 100));
    }

    [Theory]
    [InlineData(1, "red", "red", "blue", "blue")]
    [InlineData(2, "red", "red", "blue", "blue")]
    [InlineData(3, "blue", "blue", "red", "red")]
    [InlineData(4, "blue", "blue", "red", "red")]
    [InlineData(5, "red", "blue", "red", "blue")]
    [InlineData(6, "blue", "red", "blue", "red")]
    [InlineData(7, "blue", "red", "blue", "red")]
    [InlineData(8, "red", "blue", "red", "blue")]
    public async Task Variants_are_turned_as_the_camera_was_held(byte orientation, params string[] corners)
    {
        var view = await KeepAsync(Pictures.Turned(Pictures.Of(SKEncodedImageFormat.Jpeg, 1600, 800), orientation));
        var (width, height) = orientation > 4 ? (800, 1600) : (1600, 800);
        (view["width"]!.GetValue<int>(), view["height"]!.GetValue<int>()).ShouldBe((width, height));
        using var variant = await VariantAsync(view, 320);
        (variant.Width, variant.Height).ShouldBe((320, 320 * height / width));
        var right = variant.Width - 10;
        var bottom = variant.Height - 10;
        ((string[])[Colour(variant, 10, 10), Colour(variant, right, 10), Colour(variant, 10, bottom), Colour(variant, right, bottom)]).ShouldBe(corners);
    }

    [Fact]
    public async Task What_is_transparent_stays_so()
    {
        using var bitmap = new SKBitmap(100, 100);
        bitmap.Erase(SKColors.Transparent);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var variant = await VariantAsync(await KeepAsync(data.ToArray()), 320);
        variant.GetPixel(50, 50).Alpha.ShouldBe((byte)0);
    }

    [Fact]
    public async Task A_document_has_no_variants()
    {
        var view = await KeepAsync(Pictures.Pdf);
        view["variants"]!.AsArray().ShouldBeEmpty();
        (await Visitor().GetAsync($"/media/{Text(view, "id")}/320.webp")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<SKBitmap> VariantAsync(JsonNode view, int width)
    {
        var url = view["variants"]!.AsArray().Single(variant => variant!["width"]!.GetValue<int>() == width)!["url"]!.GetValue<string>();
        var answer = await Visitor().GetAsync(url);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
        using var data = SKData.CreateCopy(await answer.Content.ReadAsByteArrayAsync());
        using var codec = SKCodec.Create(data);
        codec.EncodedFormat.ShouldBe(SKEncodedImageFormat.Webp);
        return SKBitmap.Decode(data);
    }

    private static string Colour(SKBitmap picture, int x, int y)
    {
        var colour = picture.GetPixel(x, y);
        return colour.Red > colour.Blue ? "red" : "blue";
    }
}
