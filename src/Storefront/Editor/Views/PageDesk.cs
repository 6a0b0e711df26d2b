using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Editor.Drafts;
using SiteBuilder.Storefront.Editor.Pages;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>A page's form and, beside it, how the page looks.</summary>
internal static class PageDesk
{
    public static Html Of(PageForm page, string visitorsPath, Html preview) => Html.Of($"""
        <div class="desk">
        {Form(page, visitorsPath)}
        <section class="look" aria-label="Preview"><h2>Preview</h2><iframe id="preview" title="Preview of the page" sandbox srcdoc="{preview.ToString()}"></iframe></section>
        </div>
        """);

    private static Html Form(PageForm page, string visitorsPath) => Html.Of($"""
        <form id="editor" method="post" action="{page.Path}" data-preview="/edit/preview" data-said="{page.Said}" data-focus="{page.Focus}" data-changed="{(page.IsChanged ? "yes" : "no")}">
        <nav class="crumbs" aria-label="Page"><a href="/edit">All pages</a> <a href="{page.Path}/history">History</a>{(page.PublishedVersion is null ? Html.Empty : Html.Of($""" <a href="{visitorsPath}">View page</a>"""))}</nav>
        {Field.Hidden("site", page.Site)}{Field.Hidden("slug", page.Slug)}{Field.Hidden("seen", page.Seen is { } seen ? $"{seen}" : "")}
        <div class="tools">
        {(page.Look.MayWrite ? Buttons(page) : Html.Of($"""<p class="hint">You may read, but not write.</p>"""))}
        {StateMark.Of(page.Seen ?? 0, page.PublishedVersion, page.IsChanged)}
        </div>
        {(page.Conflict is { } conflict ? Choices(page, conflict) : Notices(page))}
        <fieldset{(page.Look.MayWrite ? Html.Empty : Html.Of($" disabled"))}>
        <legend class="hidden">The page {page.Slug}</legend>
        {Field.Line(page.Look, "title", "Title", page.Draft.TextAt("title"))}
        {BlockForm.List(page.Look, "blocks", page.Draft["blocks"])}
        </fieldset>
        {(page.Look.MayWrite && page.Slug != SiteLink.Home ? Html.Of($"""<details class="remove"><summary>Remove this page</summary><p>Draft, published page, history and what its forms brought in are gone for good.</p><button name="do" value="{PageOutcome.Removed}" id="remove-page">Remove for good</button></details>""") : Html.Empty)}
        </form>
        """);

    private static Html Buttons(PageForm page) => Html.Of($"""
        <button name="do" value="save" id="save">Save draft</button>
        <button name="do" value="publish" id="publish">{(page.PublishedVersion is null ? "Publish" : "Publish changes")}</button>
        {(page.PublishedVersion is null ? Html.Empty : Html.Of($"""<button class="quiet" name="do" value="unpublish" id="unpublish">Unpublish</button>"""))}
        """);

    private static Html Notices(PageForm page) => page.Said is null
        ? Html.Empty
        : Html.Of($"""
            <div class="notice {(page.HasFailed ? "bad" : "good")}" id="problems" tabindex="-1"><p>{page.Said}</p>
            {(page.Look.Errors.Count == 0 ? Html.Empty : Html.Of($"<ul>{Html.Each(page.Look.Errors, Problem)}</ul>"))}
            </div>
            """);

    private static Html Problem(KeyValuePair<string, string> error) =>
        Html.Of($"""<li><a href="#{FieldPath.Id(FieldPath.Shown(error.Key))}">{FieldWords.Of(error.Key)}</a> {error.Value}</li>""");

    private static Html Choices(PageForm page, Conflict conflict) => Html.Of($"""
        <div class="notice bad" id="problems" tabindex="-1" role="group" aria-labelledby="conflict">
        <h2 id="conflict">{(conflict.Theirs is null ? "The page was removed meanwhile" : "Somebody else saved this page meanwhile")}</h2>
        <p>{(conflict.Theirs is { } version ? $"Version {version} is saved now; you began with version {page.Seen}." : "It is gone from the site.")} What you have written is still here and not saved yet. {(conflict.Theirs is null ? "" : "The history keeps the other version whatever you choose.")}</p>
        {Field.Hidden("theirs", conflict.Theirs is { } theirs ? $"{theirs}" : "")}
        <p class="choices"><button name="do" value="save-mine" id="save-mine">{(conflict.Theirs is null ? "Save mine as a new page" : "Save mine over it")}</button>
        <a class="quiet button" id="take-theirs" data-leave href="{(conflict.Theirs is null ? "/edit" : page.Path)}">{(conflict.Theirs is null ? "Leave it removed" : "Drop mine and take theirs")}</a>
        {(conflict.Theirs is null ? Html.Empty : Html.Of($"""<a href="{page.Path}" target="_blank">Look at theirs in another tab</a>"""))}</p>
        </div>
        """);
}
