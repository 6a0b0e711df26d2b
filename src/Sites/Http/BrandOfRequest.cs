using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.ServiceDefaults.Metrics;
using SiteBuilder.Sites.Brands;

namespace SiteBuilder.Sites.Http;

/// <summary>Finds the brand of a request by its Host header, and by nothing else.</summary>
internal static class BrandOfRequest
{
    private static readonly object Key = new();

    /// <summary>Answers 404 where nobody owns the host; else the endpoint finds its brand by <see cref="Brand"/>.</summary>
    public static RouteGroupBuilder NeedsBrand(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var directory = context.RequestServices.GetRequiredService<BrandDirectory>();
            var host = context.Request.Host.Host;
            if (await directory.FindAsync(host, context.RequestAborted) is not { } brand)
            {
                return UnknownHost(host);
            }

            context.SetBrand(brand.Name);
            context.Items[Key] = brand;
            return await next(invocation);
        });
        return group;
    }

    /// <summary>The brand that the filter found.</summary>
    public static BrandView Brand(this HttpContext context) => (BrandView)context.Items[Key]!;

    /// <summary>The answer for a host that belongs to no brand.</summary>
    public static ProblemHttpResult UnknownHost(string host) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound,
        title: "No brand has this host.",
        detail: $"The host '{host}' belongs to no brand. Ask for one of a brand's hosts.");
}
