using System.Net;
using SiteBuilder.ServiceDefaults.Tokens;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class LibraryTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Fact]
    public async Task All_files_of_a_brand_are_listed_page_by_page()
    {
        var ids = new List<string>();
        for (var size = 1; size <= 5; size++)
        {
            ids.Add(Text(await KeepAsync(Pictures.Png(size, size)), "id"));
        }

        await KeepAsync(Pictures.Png(6, 6), "globex");
        ids.Sort(StringComparer.Ordinal);
        var first = await JsonAsync(await Editor().GetAsync("/api/media?limit=3"));
        Text(first, "brand").ShouldBe("acme");
        var second = await JsonAsync(await Editor().GetAsync($"/api/media?limit=3&after={Text(first, "next")}"));
        second["next"].ShouldBeNull();
        first["media"]!.AsArray().Concat(second["media"]!.AsArray()).Select(entry => Text(entry!, "id")).ShouldBe(ids);
        var entry = first["media"]![0]!;
        (Text(entry, "url"), Text(entry, "type")).ShouldBe(($"/media/{ids[0]}/original.png", "image/png"));
    }

    [Fact]
    public async Task A_removed_file_is_gone_with_its_variants()
    {
        var view = await KeepAsync(Pictures.Png());
        var path = $"/api/media/{Text(view, "id")}";
        (await Editor().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Editor().DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Editor().DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Editor().GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Visitor().GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Visitor().GetAsync($"/media/{Text(view, "id")}/320.webp")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await UploadAsync(Editor(), Pictures.Png())).StatusCode.ShouldBe(HttpStatusCode.Created, "and can come back");
    }

    [Theory]
    [InlineData("?after=x", """{"after":["is 'x'; send the 'next' of the page before"]}""")]
    [InlineData("?limit=0", """{"limit":["is '0'; send a whole number from 1 to 200"]}""")]
    [InlineData("?limit=many&after=", """{"after":["is ''; send the 'next' of the page before"],"limit":["is 'many'; send a whole number from 1 to 200"]}""")]
    public async Task A_bad_question_is_named(string query, string errors)
    {
        var answer = await Editor().GetAsync($"/api/media{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorsAsync(answer)).ShouldBe(errors);
    }

    [Fact]
    public async Task Visitors_see_files_viewers_the_list_and_editors_and_owners_change_it()
    {
        var view = await KeepAsync(Pictures.Png());
        var path = $"/api/media/{Text(view, "id")}";
        (await Visitor().GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refused = await Visitor().GetAsync("/api/media");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await UploadAsync(Visitor(), Pictures.Gif)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await UploadAsync(Media.Client("acme.test", "nonsense"), Pictures.Gif)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var viewer = User(BrandRole.Viewer);
        (await viewer.GetAsync("/api/media")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await viewer.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await UploadAsync(viewer, Pictures.Gif)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        (await UploadAsync(User(BrandRole.Owner), Pictures.Gif)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task One_brands_host_never_shows_anothers_file()
    {
        var view = await KeepAsync(Pictures.Png());
        var path = $"/api/media/{Text(view, "id")}";
        (await Visitor("globex.test").GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Editor("globex").GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Editor("globex").DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await JsonAsync(await Editor("globex").GetAsync("/api/media")))["media"]!.AsArray().ShouldBeEmpty();

        // a token serves at its own brand alone
        var stranger = User(BrandRole.Owner, "globex", "acme.test");
        (await stranger.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await UploadAsync(stranger, Pictures.Gif)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // the same file of both is two, each removed alone
        (await UploadAsync(Editor("globex"), Pictures.Png())).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Editor("globex").DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Visitor().GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Visitor("nobody.test").GetAsync(Text(view, "url"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
