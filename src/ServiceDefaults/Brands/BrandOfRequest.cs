using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SiteBuilder.ServiceDefaults.Metrics;

namespace SiteBuilder.ServiceDefaults.Brands;

/// <summary>Finds the brand of a request by its Host header, and by nothing else.</summary>
public static class BrandOfRequest
{
    private static readonly object Key = new();

    /// <summary>Answers 404 where nobody owns the host; else the endpoint finds its brand by <see cref="BrandFound{T}"/>.</summary>
    /// <param name="group">The endpoints.</param>
    /// <param name="find">Looks a host (without port) up; null where nobody owns it.</param>
    /// <param name="name">The brand's name.</param>
    public static RouteGroupBuilder NeedsBrand<T>(this RouteGroupBuilder group, Func<HttpContext, string, ValueTask<T?>> find, Func<T, string> name)
        where T : class
    {
        group.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var host = context.Request.Host.Host;
            if (await find(context, host) is not { } brand)
            {
                return UnknownHost(host);
            }

            context.Found(brand, name);
            return await next(invocation);
        });
        return group;
    }

    /// <summary>The same for every request that comes this far, whatever its endpoint.</summary>
    /// <param name="app">The application.</param>
    /// <param name="find">Looks a host (without port) up; null where nobody owns it.</param>
    /// <param name="name">The brand's name.</param>
    public static IApplicationBuilder UseBrand<T>(this IApplicationBuilder app, Func<string, T?> find, Func<T, string> name)
        where T : class => app.Use((context, next) =>
        {
            var host = context.Request.Host.Host;
            if (find(host) is not { } brand)
            {
                return UnknownHost(host).ExecuteAsync(context);
            }

            context.Found(brand, name);
            return next(context);
        });

    /// <summary>The brand that was found.</summary>
    public static T BrandFound<T>(this HttpContext context) => (T)context.Items[Key]!;

    /// <summary>The answer for a host that belongs to no brand.</summary>
    public static ProblemHttpResult UnknownHost(string host) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound,
        title: "No brand has this host.",
        detail: $"The host '{host}' belongs to no brand. Ask for one of a brand's hosts.");

    private static void Found<T>(this HttpContext context, T brand, Func<T, string> name)
        where T : class
    {
        context.SetBrand(name(brand));
        context.Items[Key] = brand;
    }
}
