using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using SiteBuilder.Gateway.Admission;
using SiteBuilder.Gateway.Routing;
using SiteBuilder.ServiceDefaults.Brands;
using SiteBuilder.ServiceDefaults.Tokens;

namespace SiteBuilder.Gateway.Limits;

/// <summary>How often a brand, a user or an address may ask. Who asks too often uses up nothing of the brand's share.</summary>
internal static class RequestRates
{
    public static void AddRequestRates(this WebApplicationBuilder builder, GatewaySettings settings) => builder.Services.AddRateLimiter(rates =>
    {
        rates.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket($"{Brand(context)} {Caller(context)}", settings.Limits.CallerPerSecond)),
            PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(Brand(context), settings.Limits.BrandPerSecond)));
        foreach (var route in settings.Routes.Where(route => route.Rate is not null))
        {
            rates.AddPolicy(route.Path, context => Own(route, context));
        }

        rates.OnRejected = RefuseAsync;
    });

    /// <summary>The route's own: what is used up comes back one by one.</summary>
    private static RateLimitPartition<string> Own(GatewayRoute route, HttpContext context) => RateLimitPartition.GetTokenBucketLimiter(
        $"{Brand(context)} {ClientAddress.Of(context)}",
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = route.Rate!.AtOnce,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(route.Rate.PerMinute ? 60 : 1) / route.Rate.Requests,
            QueueLimit = 0,
        });

    private static RateLimitPartition<string> Bucket(string key, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(
        key,
        _ => new TokenBucketRateLimiterOptions { TokenLimit = 2 * perSecond, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0 });

    private static string Brand(HttpContext context) => context.BrandFound<BrandConfig>().Name;

    // a token of another brand names nobody here
    private static string Caller(HttpContext context) =>
        context.RoleIn(Brand(context)) is not null && context.TryUser(out var user) ? $"user {user}" : ClientAddress.Of(context);

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
        rejected.HttpContext.Response.Headers.RetryAfter = $"{seconds}";
        await TypedResults.Problem(
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "Too many requests.",
            detail: $"Wait {seconds} s before the next one.").ExecuteAsync(rejected.HttpContext);
    }
}
