using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Registries;

/// <summary>What a push did.</summary>
/// <param name="Lock">Every image by digest, as the registry holds it.</param>
/// <param name="Images">Sorted by name.</param>
/// <param name="Elapsed">Wall-clock time of the whole.</param>
public sealed record PublishReport(ImageLock Lock, IReadOnlyList<PublishedImage> Images, TimeSpan Elapsed)
{
    /// <summary>How many images went over.</summary>
    public int Pushed => Images.Count(i => !i.WasThere);

    /// <summary>How many were there.</summary>
    public int Skipped => Images.Count(i => i.WasThere);

    /// <summary>Bytes that went over.</summary>
    public long Bytes => Images.Sum(i => i.Bytes);
}
