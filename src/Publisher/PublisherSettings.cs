using SiteBuilder.ObjectStore;
using SiteBuilder.Redis;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Publisher;

/// <summary>The <c>Publisher</c> section of a serving process.</summary>
/// <param name="Queue">The Redis with the stream of orders.</param>
/// <param name="Sites">Sites, which tells what is published.</param>
/// <param name="ObjectStore">The bucket that copies lie in.</param>
/// <param name="Retry">After which time an order that failed is tried again.</param>
/// <param name="Attempts">After how many attempts it goes to the dead letters.</param>
/// <param name="Purge">Who is told which addresses have changed; null where nobody keeps pages.</param>
/// <param name="PurgeToken">File with the bearer token for that; null where none is needed.</param>
public sealed record PublisherSettings(
    RedisSettings Queue, Uri Sites, ObjectStoreSettings ObjectStore, TimeSpan Retry, int Attempts, Uri? Purge, MountedFile? PurgeToken)
{
    /// <summary>The section's name.</summary>
    public const string Section = "Publisher";

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingsException">A value is missing or bad; all problems are listed.</exception>
    public static PublisherSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, Section);
        var settings = new PublisherSettings(
            RedisSettings.Read(reader, "Queue"),
            reader.Url("Sites"),
            ObjectStoreSettings.Read(reader),
            TimeSpan.FromMilliseconds(reader.Number("RetryMilliseconds", 30_000, 100, 3_600_000)),
            reader.Number("Attempts", 5, 1, 100),
            reader.OptionalText("PurgeUrl") is null ? null : reader.Url("PurgeUrl"),
            reader.OptionalText("PurgeTokenFile") is null ? null : reader.File("PurgeTokenFile"));
        reader.Check();
        return settings;
    }
}
