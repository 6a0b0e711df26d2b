using SiteBuilder.Redis;
using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites;

/// <summary>The <c>Sites</c> section of a serving process.</summary>
/// <param name="Shards">Where the pages of each brand are kept.</param>
/// <param name="EditorToken">File with the bearer token for drafts and writes.</param>
/// <param name="Auth">Where the keys of access tokens are.</param>
/// <param name="Cache">The Redis that keeps published pages; null = none, the database answers.</param>
/// <param name="Queue">The Redis with the stream that Publisher reads; null = none, nobody copies sites.</param>
public sealed record SitesSettings(ShardMap Shards, MountedFile EditorToken, Uri Auth, RedisSettings? Cache, RedisSettings? Queue)
{
    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static SitesSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Sites");
        var settings = new SitesSettings(
            ShardMap.Read(reader),
            reader.File("EditorTokenFile"),
            reader.Url("Auth"),
            RedisSettings.ReadOptional(reader, "Cache"),
            RedisSettings.ReadOptional(reader, "Queue"));
        reader.Check();
        return settings;
    }
}
