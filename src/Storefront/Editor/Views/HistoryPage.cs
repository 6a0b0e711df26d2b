using System.Globalization;
using SiteBuilder.Rendering;
using SiteBuilder.Storefront.Editor.Api;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>What a page was, and the way back.</summary>
internal static class HistoryPage
{
    public static Html Of(string path, VersionList history, bool mayWrite) => Html.Of($"""
        <div class="column">
        <p><a href="{path}">Back to the page</a></p>
        <h1>History</h1>
        <section class="sheet"><ol class="pages">{Html.Each(history.Versions, version => Entry(path, history, version, mayWrite))}</ol></section>
        <p class="hint">Bringing a version back makes it the draft again, as a new version. Visitors see it when it is published.</p>
        </div>
        """);

    private static Html Entry(string path, VersionList history, VersionView version, bool mayWrite)
    {
        var newest = history.Versions[0].Version;
        return Html.Of($"""
            <li><span class="title">{version.Version}. {version.Title}</span>
            <time datetime="{version.ChangedAt.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)}Z">{version.ChangedAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>
            {(version.Version == history.PublishedVersion ? Html.Of($"""<span class="state published">Published</span>""") : Html.Empty)}
            {(version.Version == newest ? Html.Of($"""<span class="state draft">Draft</span>""") : mayWrite ? BringBack(path, version.Version, newest) : Html.Empty)}</li>
            """);
    }

    private static Html BringBack(string path, int version, int seen) => Html.Of(
        $"""<form method="post" action="{path}/history">{Field.Hidden("version", $"{version}")}{Field.Hidden("seen", $"{seen}")}<button class="quiet" aria-label="Bring back version {version}">Bring back</button></form>""");
}
