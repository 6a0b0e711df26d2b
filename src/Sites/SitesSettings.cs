using SiteBuilder.ServiceDefaults.Settings;
using SiteBuilder.Sites.Sharding;

namespace SiteBuilder.Sites;

/// <summary>The <c>Sites</c> section of a serving process.</summary>
/// <param name="Shards">Where the pages of each brand are kept.</param>
/// <param name="EditorToken">File with the bearer token for drafts and writes.</param>
/// <param name="Auth">Where the keys of access tokens are.</param>
/// <param name="Redis">host:port of Redis: the cache of published pages, and the stream that Publisher reads; null means neither.</param>
public sealed record SitesSettings(ShardMap Shards, MountedFile EditorToken, Uri Auth, string? Redis)
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
            reader.OptionalText("Redis"));
        reader.Check();
        return settings;
    }
}
