using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Registries;

/// <summary>One line of a <see cref="PublishReport"/>.</summary>
/// <param name="Name">The image.</param>
/// <param name="Reference">The reference by digest.</param>
/// <param name="WasThere">The registry had it already.</param>
/// <param name="Bytes">Bytes that went over.</param>
/// <param name="Elapsed">Time spent.</param>
public sealed record PublishedImage(ImageName Name, string Reference, bool WasThere, long Bytes, TimeSpan Elapsed);
