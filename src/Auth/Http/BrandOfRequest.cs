using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Metrics;

namespace SiteBuilder.Auth.Http;

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
            var host = context.Request.Host.Host;
            if (context.RequestServices.GetRequiredService<AuthSettings>().Brands.Find(host) is not { } brand)
            {
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status404NotFound,
                    title: "No brand has this host.",
                    detail: $"The host '{host}' belongs to no brand. Ask for one of a brand's hosts.");
            }

            context.SetBrand(brand.Name);
            context.Items[Key] = brand;
            return await next(invocation);
        });
        return group;
    }

    /// <summary>The brand that the filter found.</summary>
    public static string Brand(this HttpContext context) => ((BrandConfig)context.Items[Key]!).Name;
}
