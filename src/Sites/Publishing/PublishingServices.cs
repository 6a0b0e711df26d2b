namespace SiteBuilder.Sites.Publishing;

/// <summary>What stands between a published page and who shows it.</summary>
internal static class PublishingServices
{
    /// <summary>Adds the cache and the orders for Publisher where there is a Redis.</summary>
    /// <param name="services">The service's parts.</param>
    /// <param name="redis">host:port, or null.</param>
    public static void AddPublishing(this IServiceCollection services, string? redis)
    {
        services.AddSingleton<PublishedSite>();
        services.AddSingleton(new PublishOrders(isOn: redis is not null));
        if (redis is null)
        {
            services.AddSingleton<PublishedCache, NoCache>();
            return;
        }

        services.AddSingleton(_ => new RedisConnection(redis));
        services.AddSingleton<PublishedCache, RedisCache>();
        services.AddHostedService<OrderSender>();
    }
}
