using System.Text.Json;
using SiteBuilder.Redis;
using StackExchange.Redis;

namespace SiteBuilder.Sites.Publishing;

/// <summary>
/// Answers in Redis under the brand's generation. Publishing counts the generation up after its commit, so an answer that was
/// read before the commit and stored after it lies under a generation that nobody asks for again. If Redis is away the
/// database answers; an answer outlives a publish that could not reach Redis by its lifetime at most.
/// </summary>
internal sealed class RedisCache([FromKeyedServices(nameof(RedisCache))] RedisConnection connection, ILogger<RedisCache> logger) : PublishedCache
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public override async Task<PublishedAnswer> GetOrReadAsync(string brand, string path, Func<Task<PublishedAnswer>> read)
    {
        if (await TryAsync(redis => FindAsync(redis, brand, path)) is not { } found)
        {
            return await read();
        }

        if (found.Answer is { } cached)
        {
            return cached;
        }

        var answer = await read();
        if (answer.Page is not null)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(answer, SitesJson.Default.PublishedAnswer);
            await TryAsync(redis => redis.StringSetAsync(found.Key, json, Lifetime));
        }

        return answer;
    }

    public override Task ForgetAsync(string brand) => TryAsync(redis => redis.StringIncrementAsync(Generation(brand)));

    private static async Task<Found?> FindAsync(IDatabase redis, string brand, string path)
    {
        var generation = await redis.StringGetAsync(Generation(brand));
        RedisKey key = $"sites:published:{brand}:{(generation.IsNull ? 0 : (long)generation)}:{path}";
        var json = await redis.StringGetAsync(key);
        return new Found(key, json.IsNull ? null : JsonSerializer.Deserialize((byte[])json!, SitesJson.Default.PublishedAnswer));
    }

    private static RedisKey Generation(string brand) => $"sites:generation:{brand}";

    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> use)
    {
        try
        {
            return await use(await connection.DatabaseAsync());
        }
        catch (Exception problem) when (problem is RedisException or TimeoutException or JsonException)
        {
            logger.LogWarning("The cache does not answer, the database does its work: {Reason}", problem.Message);
            return default;
        }
    }

    private sealed record Found(RedisKey Key, PublishedAnswer? Answer);
}
