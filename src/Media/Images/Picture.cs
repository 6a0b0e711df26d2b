namespace SiteBuilder.Media.Images;

/// <summary>A picture that was read as a whole.</summary>
/// <param name="Width">Pixels, as it is shown.</param>
/// <param name="Height">Pixels, as it is shown.</param>
/// <param name="Variants">The same, smaller, the widest first.</param>
internal sealed record Picture(int Width, int Height, IReadOnlyList<Variant> Variants);
