namespace SiteBuilder.Media.Images;

/// <summary>A picture made smaller, as WebP.</summary>
/// <param name="Width">The width that it is made for; it is narrower where the picture is.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record Variant(int Width, byte[] Content);
