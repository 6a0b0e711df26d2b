using Microsoft.EntityFrameworkCore;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Metrics;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Publishing;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites.Http;

/// <summary>What Storefront and Publisher ask. No route from outside leads here; all that it tells is published.</summary>
internal static class PublishedEndpoint
{
    public static void MapPublished(this IEndpointRouteBuilder routes)
    {
        var inside = routes.MapGroup("/internal").ExcludeFromDescription();
        inside.MapGet("/published", ReadAsync);
        inside.MapGet("/sites", ListAsync);
        inside.MapGet("/sites/{brand}/{site}", CopyAsync);
    }

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

    private static async Task<IResult> ListAsync(BrandDirectory directory, Shards shards, CancellationToken cancellationToken)
    {
        var brands = await directory.AllAsync(cancellationToken);
        List<SiteName> names = [];
        foreach (var shard in brands.GroupBy(brand => brand.Shard))
        {
            var own = shard.Select(brand => brand.Name).ToArray();
            await using var database = shards.Open(shard.Key);
            names.AddRange(await database.Sites.Where(site => own.Contains(site.Brand)).OrderBy(site => site.Brand).ThenBy(site => site.Name)
                .Select(site => new SiteName(site.Brand, site.Name)).ToListAsync(cancellationToken));
        }

        return TypedResults.Ok<IReadOnlyList<SiteName>>(names);
    }

    private static async Task<IResult> CopyAsync(
        string brand, string site, HttpContext context, BrandDirectory directory, PublishedSite published, CancellationToken cancellationToken)
    {
        if ((await directory.AllAsync(cancellationToken)).FirstOrDefault(known => known.Name == brand) is not { } home
            || await published.CopyAsync(home, site, cancellationToken) is not { } copy)
        {
            return TypedResults.Problem(statusCode: 404, title: "There is no such site.", detail: $"The brand '{brand}' has no site '{site}'.");
        }

        context.SetBrand(brand);
        return TypedResults.Ok(copy);
    }
}
