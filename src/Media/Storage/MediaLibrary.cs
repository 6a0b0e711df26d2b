using System.Globalization;
using SiteBuilder.Media.Images;
using SiteBuilder.Media.Types;
using SiteBuilder.ObjectStore;

namespace SiteBuilder.Media.Storage;

/// <summary>The files of each brand in the bucket. All that is known of a file is stored with it; there is no database beside it.</summary>
internal sealed class MediaLibrary(Bucket bucket)
{
    // a year, which caches take for ever
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Name = "name";
    private const string WidthKey = "width";
    private const string HeightKey = "height";

    /// <summary>A file by its id; null where the brand has none.</summary>
    public async Task<MediaView?> FindAsync(string brand, string id, CancellationToken cancellationToken) =>
        await KeyAsync(brand, id, cancellationToken) is { } key && await bucket.HeadAsync(key, cancellationToken) is { } found ? View(id, found) : null;

    /// <summary>Writes a file and its variants. The original comes last: where it is, everything is.</summary>
    public async Task<MediaView> AddAsync(string brand, NewMedia media, CancellationToken cancellationToken)
    {
        foreach (var variant in media.Picture?.Variants ?? [])
        {
            await PutAsync(MediaKeys.Variant(brand, media.Id, variant.Width), variant.Content, new ObjectFacts(MediaTypes.WebP.Name), cancellationToken);
        }

        var key = MediaKeys.Original(brand, media.Id, media.Type.Extension);
        await PutAsync(key, media.Content, Facts(media), cancellationToken);
        return View(media.Id, (await bucket.HeadAsync(key, cancellationToken))!);
    }

    /// <summary>A page of the brand's files by their ids.</summary>
    public async Task<MediaList> ListAsync(string brand, string? after, int most, CancellationToken cancellationToken)
    {
        var prefix = MediaKeys.Originals(brand);
        // a dot and anything after it is less than this
        var page = await bucket.ListPageAsync(prefix, after is null ? null : $"{prefix}{after}/", most, cancellationToken);
        MediaEntry[] entries = [.. page.Objects.Select(found => Entry(found, prefix))];
        return new MediaList(brand, entries, page.More ? entries[^1].Id : null);
    }

    /// <summary>Removes a file and its variants; false where the brand has none. The original goes last, so that what failed half-way can be done again.</summary>
    public async Task<bool> RemoveAsync(string brand, string id, CancellationToken cancellationToken)
    {
        if (await KeyAsync(brand, id, cancellationToken) is not { } key)
        {
            return false;
        }

        foreach (var width in PictureReader.Widths)
        {
            await bucket.DeleteAsync(MediaKeys.Variant(brand, id, width), cancellationToken);
        }

        await bucket.DeleteAsync(key, cancellationToken);
        return true;
    }

    private async Task<string?> KeyAsync(string brand, string id, CancellationToken cancellationToken) =>
        MediaId.Is(id) ? (await bucket.ListPageAsync($"{MediaKeys.Originals(brand)}{id}.", null, 1, cancellationToken)).Objects.SingleOrDefault()?.Key : null;

    private async Task PutAsync(string key, byte[] content, ObjectFacts facts, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content, writable: false);
        await bucket.PutAsync(key, stream, facts with { CacheControl = Forever }, cancellationToken);
    }

    private static ObjectFacts Facts(NewMedia media)
    {
        var metadata = new Dictionary<string, string>();
        if (media.Name is { } name)
        {
            metadata[Name] = Uri.EscapeDataString(name);
        }

        if (media.Picture is { } picture)
        {
            metadata[WidthKey] = picture.Width.ToString(CultureInfo.InvariantCulture);
            metadata[HeightKey] = picture.Height.ToString(CultureInfo.InvariantCulture);
        }

        return new ObjectFacts(media.Type.Name) { Metadata = metadata };
    }

    private static MediaView View(string id, StoredObject found)
    {
        var metadata = found.Facts.Metadata;
        var type = MediaTypes.OfName(found.Facts.ContentType)!;
        return new MediaView(
            id,
            MediaUrls.Original(id, type.Extension),
            type.Name,
            found.Length,
            found.LastModified,
            metadata.TryGetValue(Name, out var name) ? Uri.UnescapeDataString(name) : null,
            Number(metadata, WidthKey),
            Number(metadata, HeightKey),
            type.IsPicture ? [.. PictureReader.Widths.Order().Select(width => new VariantView(width, MediaUrls.Variant(id, width)))] : []);
    }

    private static int? Number(IReadOnlyDictionary<string, string> metadata, string name) =>
        metadata.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static MediaEntry Entry(ListedObject found, string prefix)
    {
        var (id, extension) = found.Key[prefix.Length..].Split('.') is [var before, var after] ? (before, after) : ("", "");
        return new MediaEntry(id, MediaUrls.Original(id, extension), MediaTypes.OfExtension(extension)!.Name, found.Length, found.LastModified);
    }
}
