using System.Net;

namespace SiteBuilder.Publisher.Copying;

/// <summary>Asks Sites.</summary>
internal sealed class SitesClient(HttpClient http)
{
    /// <summary>All sites of all brands.</summary>
    public async Task<IReadOnlyList<SiteName>> AllAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync("internal/sites", PublisherJson.Default.IReadOnlyListSiteName, cancellationToken) ?? [];

    /// <summary>What is published of a site; null where there is none.</summary>
    public async Task<PublishedSite?> FindAsync(string brand, string site, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync($"internal/sites/{Uri.EscapeDataString(brand)}/{Uri.EscapeDataString(site)}", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync(PublisherJson.Default.PublishedSite, cancellationToken);
    }
}
