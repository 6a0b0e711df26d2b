using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Media;

/// <summary>What is taken. The memory that a service needs follows from it: an upload is held as a whole, and a picture takes up to six bytes for each pixel.</summary>
/// <param name="DirectBytes">The largest body that is taken directly; default 10 MiB.</param>
/// <param name="LargestBytes">The largest file that is taken by a signed URL; default 50 MiB.</param>
/// <param name="Pixels">The largest picture, width times height; default 24 million.</param>
/// <param name="SignedFor">How long a signed URL serves; default 15 minutes.</param>
public sealed record MediaLimits(int DirectBytes, int LargestBytes, long Pixels, TimeSpan SignedFor)
{
    private const int MiB = 1024 * 1024;

    /// <summary>Reads them; problems go to the reader.</summary>
    public static MediaLimits Read(SettingsReader reader) => new(
        reader.Number("DirectBytes", 10 * MiB, 1, 100 * MiB),
        reader.Number("LargestBytes", 50 * MiB, 1, 100 * MiB),
        reader.Number("Pixels", 24_000_000, 1, 100_000_000),
        TimeSpan.FromSeconds(reader.Number("SignedSeconds", 900, 1, 86_400)));
}
