using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using SiteBuilder.ObjectStore;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Copies;

namespace SiteBuilder.Storefront.Copies;

/// <summary>
/// Pages as Publisher copied them, from the object store. The list of a site's pages is looked at again every few seconds; while the store is away
/// the last one serves. Pages never change, so those read lately are kept in memory.
/// </summary>
internal sealed class SiteCopies(Bucket bucket, TimeProvider clock, ILogger<SiteCopies> logger) : IDisposable
{
    /// <summary>How long a list serves; what is published meanwhile is seen after that.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private const int MostLists = 10_000;
    private const int MostBytes = 32 * 1024 * 1024;

    // visitors make up names of sites, so what is remembered about them has an end
    private readonly MemoryCache _lists = new(new MemoryCacheOptions { SizeLimit = MostLists });
    private readonly MemoryCache _bodies = new(new MemoryCacheOptions { SizeLimit = MostBytes });

    private sealed record Look(CopiedSite? Site, long At);

    /// <summary>A page; null where there is no copy of it, or none that can be read now.</summary>
    public async Task<HtmlDocument?> FindAsync(string brand, string site, string slug, CancellationToken cancellationToken)
    {
        if ((await ListAsync(brand, site, cancellationToken))?.Pages.GetValueOrDefault(slug) is not { } page)
        {
            return null;
        }

        var key = CopyKeys.Page(brand, site, page.Tag);
        return await BodyAsync(key, cancellationToken) is { } body ? new HtmlDocument(body, page.Policy, page.Tag) : null;
    }

    public void Dispose()
    {
        _lists.Dispose();
        _bodies.Dispose();
    }

    private async Task<CopiedSite?> ListAsync(string brand, string site, CancellationToken cancellationToken)
    {
        var last = _lists.Get<Look>((brand, site));
        if (last is not null && clock.GetElapsedTime(last.At) < Lifetime)
        {
            return last.Site;
        }

        var look = new Look(await TryAsync(last?.Site, async () =>
        {
            using var found = await bucket.GetAsync(CopyKeys.Site(brand, site), range: null, cancellationToken);
            return found is null ? null : await JsonSerializer.DeserializeAsync(found.Content, CopiesJson.Default.CopiedSite, cancellationToken);
        }), clock.GetTimestamp());
        _lists.Set((brand, site), look, new MemoryCacheEntryOptions { Size = 1 });
        return look.Site;
    }

    private async Task<byte[]?> BodyAsync(string key, CancellationToken cancellationToken)
    {
        if (_bodies.Get<byte[]>(key) is { } kept)
        {
            return kept;
        }

        var body = await TryAsync(null, async () =>
        {
            using var found = await bucket.GetAsync(key, range: null, cancellationToken);
            if (found is null)
            {
                return null;
            }

            using var buffer = new MemoryStream();
            await found.Content.CopyToAsync(buffer, cancellationToken);
            return buffer.ToArray();
        });
        if (body is not null)
        {
            _bodies.Set(key, body, new MemoryCacheEntryOptions { Size = body.Length });
        }

        return body;
    }

    private async Task<T?> TryAsync<T>(T? otherwise, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception problem) when (problem is JsonException || ObjectStoreAway.Explains(problem))
        {
            logger.LogWarning("A copy cannot be read: {Reason}", problem.GetBaseException().Message);
            return otherwise;
        }
    }
}
