using SiteBuilder.Delivery.Images.Hashing;

namespace SiteBuilder.Delivery.Images;

/// <summary>Whether an image is built, and why.</summary>
/// <param name="Fingerprint">Its inputs now.</param>
/// <param name="Digest">The image that is there and stays; null = build.</param>
/// <param name="Why">The inputs that changed.</param>
internal sealed record BuildDecision(Fingerprint Fingerprint, string? Digest, IReadOnlyList<string> Why);
