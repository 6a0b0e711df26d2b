using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Editor.Assets;
using SiteBuilder.Storefront.Editor.Sessions;

namespace SiteBuilder.Storefront.Editor.Views;

/// <summary>The frame of every page of the editor, in the colours of the brand.</summary>
internal static class EditorDocument
{
    public static Html Of(SiteBrand? brand, EditorSession? session, string title, Html content) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en" data-theme="{Theme.NameOf(brand)}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{title}{(brand is null ? Html.Empty : Html.Of($" - {brand.Title}"))}</title>
        <link rel="stylesheet" href="{EditorAssets.StyleSheet.Path}">
        <script src="{EditorAssets.Script.Path}" defer></script>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        {(brand is null ? Html.Empty : Bar(brand, session))}
        <main id="content">{content}</main>
        <p id="said" role="status"></p>
        </body>
        </html>

        """);

    private static Html Bar(SiteBrand brand, EditorSession? session) => Html.Of($"""
        <header class="bar">
        <a class="mark" href="/edit"><span aria-hidden="true">{SiteTemplate.Initial(brand)}</span>{brand.Title}</a>
        {(session is null ? Html.Empty : Html.Of($"""<form class="who" method="post" action="/edit/logout"><span>Signed in as {session.Claims.Role.ToString().ToLowerInvariant()}</span> <button class="quiet">Sign out</button></form>"""))}
        </header>
        """);
}
