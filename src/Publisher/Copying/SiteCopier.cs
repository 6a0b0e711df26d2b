using System.Text.Json;
using SiteBuilder.ObjectStore;
using SiteBuilder.Publisher.Orders;
using SiteBuilder.Publisher.Purging;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Rendering.Copies;
using SiteBuilder.ServiceDefaults.Brands;

namespace SiteBuilder.Publisher.Copying;

/// <summary>
/// Brings the copy of a site up to what is published now. Doing it twice is doing it once: pages are called after their content, and the list of
/// them is written last.
/// </summary>
internal sealed class SiteCopier(SitesClient sites, Bucket bucket, CachePurge purge, TimeProvider clock)
{
    private const string ForEver = "public, max-age=31536000, immutable";

    // a Storefront may hold an older list for some seconds and ask for what it names
    private static readonly TimeSpan KeepOld = TimeSpan.FromHours(1);

    /// <summary>Does an order. Its site must not be copied by anybody else meanwhile.</summary>
    public async Task<CopyResult> CopyAsync(PublishOrder order, CancellationToken cancellationToken)
    {
        var (brand, name) = (order.Brand, order.Site);
        var before = await ReadAsync(brand, name, cancellationToken);
        if (await sites.FindAsync(brand, name, cancellationToken) is not { } site)
        {
            await bucket.DeleteAsync(CopyKeys.Site(brand, name), cancellationToken);
            await SweepAsync(brand, name, [], DateTimeOffset.MaxValue, cancellationToken);
            return CopyResult.Removed;
        }

        var documents = site.Pages.ToDictionary(page => page.Slug, page => Render(site, page), StringComparer.Ordinal);
        var pages = documents.ToDictionary(page => page.Key, page => new CopiedPage(page.Value.Tag, page.Value.Policy), StringComparer.Ordinal);
        var changed = pages.Keys.Union(before?.Pages.Keys ?? []).Where(slug => pages.GetValueOrDefault(slug) != before?.Pages.GetValueOrDefault(slug)).ToList();
        foreach (var document in documents.Where(page => before?.Pages.Values.Any(known => known.Tag == page.Value.Tag) != true).Select(page => page.Value))
        {
            using var body = new MemoryStream(document.Body);
            await bucket.PutAsync(
                CopyKeys.Page(brand, name, document.Tag), body, new ObjectFacts(HtmlDocument.ContentType) { CacheControl = ForEver }, cancellationToken);
        }

        if (changed.Count > 0)
        {
            await WriteAsync(new CopiedSite(brand, name, clock.GetUtcNow(), pages), cancellationToken);
        }

        // after a failure nobody knows how far it came: then all are told of
        var told = order.Attempt > 1 ? [.. pages.Keys.Union(changed)] : changed;
        await purge.TellAsync(site.Hosts, [.. told.Select(slug => SitePath.Of(name, slug)).Order(StringComparer.Ordinal)], cancellationToken);
        if (changed.Count == 0)
        {
            return CopyResult.Unchanged;
        }

        await SweepAsync(brand, name, [.. pages.Values.Select(page => page.Tag)], clock.GetUtcNow() - KeepOld, cancellationToken);
        return CopyResult.Copied;
    }

    private static HtmlDocument Render(PublishedSite site, SitePage page)
    {
        var answer = new SiteAnswer(site.Brand, site.Site, site.Base, site.Navigation, page);
        return HtmlDocument.Of(SiteTemplate.Page(answer, page), site.Brand);
    }

    private async Task<CopiedSite?> ReadAsync(string brand, string site, CancellationToken cancellationToken)
    {
        using var found = await bucket.GetAsync(CopyKeys.Site(brand, site), range: null, cancellationToken);
        return found is null ? null : await JsonSerializer.DeserializeAsync(found.Content, CopiesJson.Default.CopiedSite, cancellationToken);
    }

    private async Task WriteAsync(CopiedSite copy, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(copy, CopiesJson.Default.CopiedSite));
        await bucket.PutAsync(
            CopyKeys.Site(copy.Brand, copy.Site), body, new ObjectFacts("application/json") { CacheControl = "no-store" }, cancellationToken);
    }

    private async Task SweepAsync(string brand, string site, HashSet<string> tags, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var kept = tags.Select(tag => CopyKeys.Page(brand, site, tag)).ToHashSet(StringComparer.Ordinal);
        List<string> old = [];
        await foreach (var page in bucket.ListAsync(CopyKeys.Pages(brand, site), cancellationToken))
        {
            if (!kept.Contains(page.Key) && page.LastModified <= until)
            {
                old.Add(page.Key);
            }
        }

        foreach (var key in old)
        {
            await bucket.DeleteAsync(key, cancellationToken);
        }
    }
}
