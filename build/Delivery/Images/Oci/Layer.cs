namespace SiteBuilder.Delivery.Images.Oci;

/// <summary>A finished layer.</summary>
/// <param name="Blob">The compressed blob.</param>
/// <param name="DiffId">The digest of the uncompressed tar, which the image config names.</param>
/// <param name="CreatedBy">What it holds, for the image's history.</param>
public sealed record Layer(Descriptor Blob, string DiffId, string CreatedBy);
