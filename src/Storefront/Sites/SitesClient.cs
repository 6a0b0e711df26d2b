using System.Net;
using System.Text.Json;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Storefront.Sites;

/// <summary>Asks Sites what is published.</summary>
public sealed class SitesClient(HttpClient http, SitesReached reached)
{
    /// <summary>What is published at a path of a host; null when no brand has the host.</summary>
    /// <exception cref="SitesAwayException">Sites did not answer in time, or with an error.</exception>
    public async Task<SiteAnswer?> AskAsync(string host, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(
                $"internal/published?host={Uri.EscapeDataString(host)}&path={Uri.EscapeDataString(path)}", cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                reached.Yes();
                return null;
            }

            if (!response.IsSuccessStatusCode)
            {
                throw new SitesAwayException($"Sites answered {(int)response.StatusCode}");
            }

            var answer = await response.Content.ReadFromJsonAsync(StorefrontJson.Default.SiteAnswer, cancellationToken)
                ?? throw new SitesAwayException("Sites answered with nothing");
            reached.Yes();
            return answer;
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException
            || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SitesAwayException($"Sites did not answer: {problem.GetBaseException().Message}", problem);
        }
    }
}
