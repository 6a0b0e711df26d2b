using SiteBuilder.Rendering;
using SiteBuilder.Storefront.Editor.Api;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>The sites of a brand and their pages.</summary>
internal static class SitesPage
{
    public static Html Of(IReadOnlyList<SiteRow> sites, FormLook look, NewEntry entry) => Html.Of($"""
        <div class="column">
        <h1>Pages</h1>
        {Problems(look, entry)}
        {Html.Each(sites, site => Site(site, look, entry))}
        {(look.MayWrite ? NewSite(look, entry) : Html.Of($"""<p class="hint">You may read, but not write. Ask an owner of the brand for the role 'editor'.</p>"""))}
        </div>
        """);

    private static Html Problems(FormLook look, NewEntry entry) => entry.Problem is null
        ? Html.Empty
        : Html.Of($"""<p class="notice bad" role="alert">{entry.Problem}{Html.Each(look.Errors.Where(error => error.Key is not ("title" or "name" or "theme")), error => Html.Of($" {error.Key} {error.Value}."))}</p>""");

    private static Html Site(SiteRow row, FormLook look, NewEntry entry) => Html.Of($"""
        <section class="sheet" aria-labelledby="site-{row.Site.Name}">
        <div class="head"><h2 id="site-{row.Site.Name}">{row.Site.Title ?? (row.Site.Name == "main" ? "Main site" : row.Site.Name)}</h2><a href="{row.Site.Path}">View site</a></div>
        <ul class="pages">{Html.Each(row.Pages, page => Page(row.Site, page))}</ul>
        {(row.Pages.Count == 0 ? Html.Of($"""<p class="hint">No pages yet. A page with the address home is shown first.</p>""") : Html.Empty)}
        {(look.MayWrite ? NewPage(row.Site, entry.Site == row.Site.Name ? look : look with { Errors = NewEntry.NoErrors }, entry.Site == row.Site.Name ? entry : NewEntry.None) : Html.Empty)}
        </section>
        """);

    private static Html Page(SiteView site, PageSummary page) => Html.Of(
        $"""<li><a class="title" href="/edit/sites/{site.Name}/pages/{page.Slug}">{page.Title}</a> <span class="slug">{page.Slug}</span> {StateMark.Of(page.Version, page.PublishedVersion, isChanged: false)}</li>""");

    private static Html NewPage(SiteView site, FormLook look, NewEntry entry) => Html.Of($"""
        <details{(entry.Site is null ? Html.Empty : Html.Of($" open"))}><summary>New page</summary>
        <form method="post" action="/edit/sites/{site.Name}/pages">
        {EntryField(look, site.Name, "title", "Title", entry.Title, "")}
        {EntryField(look, site.Name, "name", "Address", entry.Name, "Lower-case letters, digits and hyphens. Left empty, it comes from the title.")}
        <p><button>Create page</button></p>
        </form></details>
        """);

    private static Html NewSite(FormLook look, NewEntry entry)
    {
        var isHere = entry is { Site: null, Problem: not null };
        var own = isHere ? look : look with { Errors = NewEntry.NoErrors };
        return Html.Of($"""
            <details class="sheet"{(isHere ? Html.Of($" open") : Html.Empty)}><summary>New site</summary>
            <form method="post" action="/edit/sites">
            {EntryField(own, "", "title", "Title", isHere ? entry.Title : "", "What visitors read.")}
            {EntryField(own, "", "name", "Address", isHere ? entry.Name : "", "The site is at /sites/ADDRESS/. Left empty, it comes from the title.")}
            <p class="field"><label for="new-theme">Theme</label><select id="new-theme" name="theme">{Html.Each(Theme.Names, theme => Html.Of($"""<option{(theme == entry.Theme ? Html.Of($" selected") : Html.Empty)}>{theme}</option>"""))}</select></p>
            <p><button>Create site</button></p>
            </form></details>
            """);
    }

    private static Html EntryField(FormLook look, string site, string name, string label, string value, string hint)
    {
        var id = $"new-{site}-{name}";
        var error = look.ErrorAt(name);
        return Html.Of($"""
            <p class="field"><label for="{id}">{label}</label><input id="{id}" name="{name}" value="{value}" autocomplete="off"{(name == "title" ? Html.Of($" required") : Html.Empty)} maxlength="120" aria-describedby="{id}-note"{(error is null ? Html.Empty : Html.Of($""" aria-invalid="true" """))}>
            <span class="{(error is null ? "hint" : "error")}" id="{id}-note">{error ?? hint}</span></p>
            """);
    }
}
