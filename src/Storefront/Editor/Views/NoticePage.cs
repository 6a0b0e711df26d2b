using SiteBuilder.Rendering;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>A page that says one thing in words.</summary>
internal static class NoticePage
{
    public static Html Of(string title, string words, string? path = null, string? where = null) => Html.Of($"""
        <section class="sheet narrow" id="notice">
        <h1>{title}</h1>
        <p>{words}</p>
        {(path is null ? Html.Empty : Html.Of($"""<p><a class="button" href="{path}">{where}</a></p>"""))}
        </section>
        """);
}
