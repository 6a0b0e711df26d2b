namespace SiteBuilder.Delivery.Images;

/// <summary>What a build that was killed could not remove itself.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>Removes files and folders that are older than an hour; what is younger may belong to somebody who works now.</summary>
    /// <param name="folder">Where they lie; may be missing.</param>
    /// <param name="pattern">What they are called.</param>
    public static void Remove(string folder, string pattern)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos(pattern).Where(e => DateTime.UtcNow - e.LastWriteTimeUtc > Age).ToList())
        {
            if (entry is DirectoryInfo old)
            {
                old.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
