namespace SiteBuilder.Delivery.Registries;

/// <summary>How to deal with a registry.</summary>
public sealed record RegistryOptions
{
    /// <summary>How often a call is tried when the registry is busy (429), fails (5xx) or breaks the connection; default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause before the second attempt, doubled from one to the next; default half a second. Retry-After of the registry wins.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause; default 20 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many blobs go over at a time; default 4.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>Bytes of one upload request; null = a blob in one request.</summary>
    public long? ChunkSize { get; init; }

    /// <summary>The limit of one request without its body; default 30 seconds. A body may take this much more per 8 MB.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(30);
}
