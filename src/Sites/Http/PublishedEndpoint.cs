using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Metrics;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Publishing;

namespace SiteBuilder.Sites.Http;

/// <summary>What Storefront asks. No route from outside leads here; all that it tells is published.</summary>
internal static class PublishedEndpoint
{
    public static void MapPublished(this IEndpointRouteBuilder routes) => routes.MapGet("/internal/published", ReadAsync).ExcludeFromDescription();

    private static async Task<IResult> ReadAsync(
        string? host, string? path, HttpContext context, BrandDirectory directory, PublishedSite site, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(host) || path is not ['/', ..])
        {
            return TypedResults.Problem(statusCode: 400, title: "A host and a path are needed.", detail: "Send ?host=<host name>&path=/<slug>.");
        }

        if (await directory.FindAsync(host, cancellationToken) is not { } brand)
        {
            return BrandOfRequest.UnknownHost(host);
        }

        context.SetBrand(brand.Name);
        return TypedResults.Ok(await site.ReadAsync(brand, path, cancellationToken));
    }
}
