using SiteBuilder.Redis;

namespace SiteBuilder.Sites.Publishing;

/// <summary>What stands between a published page and who shows it.</summary>
internal static class PublishingServices
{
    /// <summary>A request waits for the cache no longer than for the database.</summary>
    private static readonly TimeSpan CachePatience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan QueuePatience = TimeSpan.FromSeconds(3);

    /// <summary>Adds the cache and the orders for Publisher where there are the Redis for it.</summary>
    /// <param name="services">The service's parts.</param>
    /// <param name="cache">The cache, or null.</param>
    /// <param name="queue">The queue, or null.</param>
    public static void AddPublishing(this IServiceCollection services, RedisSettings? cache, RedisSettings? queue)
    {
        services.AddSingleton<PublishedSite>();
        services.AddSingleton(new PublishOrders(isOn: queue is not null));
        if (cache is null)
        {
            services.AddSingleton<PublishedCache, NoCache>();
        }
        else
        {
            services.AddKeyedSingleton(nameof(RedisCache), (_, _) => new RedisConnection(cache, CachePatience));
            services.AddSingleton<PublishedCache, RedisCache>();
        }

        if (queue is not null)
        {
            services.AddKeyedSingleton(nameof(OrderSender), (_, _) => new RedisConnection(queue, QueuePatience));
            services.AddHostedService<OrderSender>();
        }
    }
}
