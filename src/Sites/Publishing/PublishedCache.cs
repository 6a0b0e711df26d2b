namespace SiteBuilder.Sites.Publishing;

/// <summary>Keeps answers about published pages until the brand publishes again.</summary>
public abstract class PublishedCache
{
    /// <summary>A cache in Redis, or none where no address is given.</summary>
    public static Func<IServiceProvider, PublishedCache> Create(string? redis) => services => redis is null
        ? new NoCache()
        : new RedisCache(redis, services.GetRequiredService<ILogger<RedisCache>>());

    /// <summary>The answer from the cache, else from <paramref name="read"/>; only answers with a page are kept.</summary>
    public abstract Task<PublishedAnswer> GetOrReadAsync(string brand, string path, Func<Task<PublishedAnswer>> read);

    /// <summary>Forgets all answers about a brand.</summary>
    public abstract Task ForgetAsync(string brand);
}
