using SiteBuilder.Rendering;
using SiteBuilder.Storefront.Editor.Api;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>The brand's pictures. Alone it is a list to copy addresses from; within the editor a click takes one.</summary>
internal static class MediaPage
{
    public static Html Of(MediaList? media, bool mayWrite, string? said, bool hasFailed) => Html.Of($"""
        <section class="column" id="pictures">
        <h2>Pictures</h2>
        {(said is null ? Html.Empty : Html.Of($"""<p class="notice {(hasFailed ? "bad" : "good")}" role="alert">{said}</p>"""))}
        {(media is null ? Away() : List(media, mayWrite))}
        </section>
        """);

    private static Html Away() => Html.Of(
        $"""<p class="notice bad">The pictures of the brand cannot be listed: the service that keeps them is away, or is not part of this platform. An address can still be typed into the field.</p>""");

    private static Html List(MediaList media, bool mayWrite)
    {
        var pictures = media.Media.Where(entry => entry.Type.StartsWith("image/", StringComparison.Ordinal)).ToList();
        return Html.Of($"""
            {(mayWrite ? Html.Of($"""<p class="field"><label for="upload">Upload a picture</label><input type="file" id="upload" accept="image/png,image/jpeg,image/gif,image/webp" data-upload="/edit/media"></p>""") : Html.Empty)}
            {(pictures.Count == 0 ? Html.Of($"""<p class="hint">There is no picture here yet.</p>""") : Html.Empty)}
            <ul class="pictures">{Html.Each(pictures.Select((entry, index) => (entry, index)), Picture)}</ul>
            {(media.Next is null ? Html.Empty : Html.Of($"""<p><a class="quiet button" href="/edit/media?after={media.Next}" data-more>More pictures</a></p>"""))}
            """);
    }

    private static Html Picture((MediaEntry Entry, int Index) picture) => Html.Of(
        $"""<li><button type="button" class="quiet" data-url="{picture.Entry.Url}"><img src="/media/{picture.Entry.Id}/320.webp" alt="Picture {picture.Index + 1}" loading="lazy"></button></li>""");
}
