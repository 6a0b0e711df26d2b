namespace SiteBuilder.Media.Types;

/// <summary>A kind of file that is taken.</summary>
/// <param name="Name">Its media type.</param>
/// <param name="Extension">How its file name ends, without a dot.</param>
/// <param name="IsPicture">Whether there are variants of it.</param>
internal sealed record MediaType(string Name, string Extension, bool IsPicture);
