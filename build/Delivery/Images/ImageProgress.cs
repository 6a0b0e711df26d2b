using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images;

/// <summary>A step of one image, as it begins.</summary>
/// <param name="Image">The image.</param>
/// <param name="Step">What happens now, as part of a sentence.</param>
public sealed record ImageProgress(ImageName Image, string Step);
