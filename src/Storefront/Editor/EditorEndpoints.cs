using Microsoft.AspNetCore.Mvc;
using SiteBuilder.Storefront.Editor.Assets;
using SiteBuilder.Storefront.Editor.Pages;

namespace SiteBuilder.Storefront.Editor;

/// <summary>Everything below <c>/edit</c> on the brands' hosts.</summary>
internal static class EditorEndpoints
{
    // a page is at most 256 KiB of JSON; a form says the same with longer names and escapes
    private const int MaxFormBytes = 1024 * 1024;
    private const int MaxFields = 20_000;

    public static void MapEditor(this IEndpointRouteBuilder routes)
    {
        routes.MapAssets();
        var editor = routes.MapGroup("/edit").AddEndpointFilter<RouteGroupBuilder, EditorFilter>()
            .WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes), new RequestFormLimitsAttribute { ValueCountLimit = MaxFields, ValueLengthLimit = MaxFormBytes, KeyLengthLimit = 256 });
        editor.MapSignIn();
        editor.MapSitesList();
        editor.MapDesk();
        editor.MapHistory();
        editor.MapPictures();
        editor.MapGet("/{**path}", (HttpContext context) => EditorVisit.Of(context).Notice(StatusCodes.Status404NotFound, "This page is not here", "The address has a slip in it, or what was there is gone."));
    }
}
