namespace SiteBuilder.Delivery.Images;

/// <summary>Where and how images are built.</summary>
/// <param name="Root">The repository, as a full path.</param>
public sealed record ImageBuildOptions(string Root)
{
    /// <summary>Holds one OCI layout per image; default <c>artifacts/images</c>.</summary>
    public string OutputFolder { get; init; } = Path.Combine(Root, "artifacts", "images");

    /// <summary>Holds blobs, notes and work in progress; default <c>.nuke/temp/images</c>. May be deleted at any time.</summary>
    public string CacheFolder { get; init; } = Path.Combine(Root, ".nuke", "temp", "images");

    /// <summary>How many images are built at a time; default 2.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>Builds even what is unchanged.</summary>
    public bool Force { get; init; }
}
