using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Scanning;

/// <summary>An image in a layout.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Digest">The digest of its manifest.</param>
/// <param name="LayoutFolder">Its OCI layout.</param>
public sealed record ImageToScan(ImageName Name, string Digest, string LayoutFolder);
