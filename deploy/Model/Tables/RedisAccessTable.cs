namespace SiteBuilder.Model.Tables;

/// <summary>Which service may do what at which Redis; their passwords stand in <see cref="SecretTable.Redis"/>.</summary>
public static class RedisAccessTable
{
    public static IReadOnlyList<RedisAccess> All { get; } =
    [
        new(ServiceTable.RedisCache, ServiceTable.Sites, ["sites:*"], ["get", "incr", "psetex", "set", "setex"]),
        new(ServiceTable.RedisQueue, ServiceTable.Sites, ["publishing"], ["wait", "xadd"]),
        new(
            ServiceTable.RedisQueue,
            ServiceTable.Publisher,
            ["publishing", "publishing:*"],
            // the stream, the dead letters, and the turn to copy a site: a key that is given back by whoever has it
            ["xack", "xadd", "xautoclaim", "xdel", "xgroup|create", "xgroup|delconsumer", "xpending", "xreadgroup", "discard", "exec", "get", "multi", "set", "unlink", "unwatch", "watch"]),
    ];
}
