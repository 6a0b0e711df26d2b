namespace SiteBuilder.Media.Storage;

/// <summary>A file of a brand.</summary>
/// <param name="Id">The SHA-256 of its bytes.</param>
/// <param name="Url">Its path on the brand's hosts.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="UploadedAt">When it was first uploaded.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Width">Pixels, where it is a picture.</param>
/// <param name="Height">Pixels, where it is a picture.</param>
/// <param name="Variants">The same picture, smaller.</param>
internal sealed record MediaView(
    string Id, string Url, string Type, long Bytes, DateTimeOffset UploadedAt, string? Name, int? Width, int? Height, IReadOnlyList<VariantView> Variants);

/// <summary>A picture at most so wide.</summary>
internal sealed record VariantView(int Width, string Url);

/// <summary>A file as a listing has it.</summary>
internal sealed record MediaEntry(string Id, string Url, string Type, long Bytes, DateTimeOffset UploadedAt);

/// <summary>A page of a brand's files by their ids.</summary>
/// <param name="Brand">The brand.</param>
/// <param name="Media">The files.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null = there is none.</param>
internal sealed record MediaList(string Brand, IReadOnlyList<MediaEntry> Media, string? Next);
