namespace SiteBuilder.Media.Types;

/// <summary>
/// The kinds of files that are taken, told apart by their first bytes: names and headers are what somebody claims.
/// No SVG: it is a document that can hold scripts.
/// </summary>
internal static class MediaTypes
{
    public static MediaType Png { get; } = new("image/png", "png", IsPicture: true);

    public static MediaType Jpeg { get; } = new("image/jpeg", "jpg", IsPicture: true);

    public static MediaType Gif { get; } = new("image/gif", "gif", IsPicture: true);

    public static MediaType WebP { get; } = new("image/webp", "webp", IsPicture: true);

    public static MediaType Pdf { get; } = new("application/pdf", "pdf", IsPicture: false);

    public static IReadOnlyList<MediaType> All { get; } = [Png, Jpeg, Gif, WebP, Pdf];

    /// <summary>All of them, as a sentence lists them.</summary>
    public static string Names { get; } = "PNG, JPEG, GIF, WebP and PDF";

    public static MediaType? OfName(string name) => All.FirstOrDefault(type => type.Name == name);

    public static MediaType? OfExtension(string extension) => All.FirstOrDefault(type => type.Extension == extension);

    /// <summary>The type of a file by its first bytes; null where it is none of these.</summary>
    public static MediaType? Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']))
        {
            return Png;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]))
        {
            return Jpeg;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return Gif;
        }

        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8))
        {
            return WebP;
        }

        return bytes.StartsWith("%PDF-"u8) ? Pdf : null;
    }
}
