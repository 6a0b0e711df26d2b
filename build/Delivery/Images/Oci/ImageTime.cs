namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>The one time that stands in all layers and configs: the release of Debian 12. A real clock would change every digest.</summary>
public static class ImageTime
{
    /// <summary>Seconds since 1970, as tools read it from SOURCE_DATE_EPOCH.</summary>
    public const long Epoch = 1_686_355_200;

    /// <summary>The same as RFC 3339 text.</summary>
    public const string Text = "2023-06-10T00:00:00Z";

    /// <summary>The same as a value.</summary>
    public static DateTimeOffset Value { get; } = DateTimeOffset.FromUnixTimeSeconds(Epoch);
}
