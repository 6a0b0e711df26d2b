using SiteBuilder.ObjectStore;

namespace SiteBuilder.Media;

/// <summary>The command <c>migrate</c>: makes the bucket. Safe to repeat and to run twice at once.</summary>
public static class MediaMigration
{
    /// <summary>Runs the command.</summary>
    /// <returns>0 when done, 1 when the object store did not answer in time or let nobody in.</returns>
    /// <exception cref="SiteBuilder.ServiceDefaults.Settings.SettingsException">A setting is missing or bad.</exception>
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) =>
        BucketCommand.RunAsync("media", MediaSettings.Section, args, cancellationToken);
}
