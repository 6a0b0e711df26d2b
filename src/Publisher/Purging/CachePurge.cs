using System.Net.Http.Headers;

namespace SiteBuilder.Publisher.Purging;

/// <summary>
/// Tells whoever keeps pages - a CDN, by a small adapter of the team's own - which addresses have changed: a POST of hosts and paths as JSON to one
/// URL. Any answer but a success fails the order, which is tried again then.
/// </summary>
internal sealed class CachePurge(HttpClient http, PublisherSettings settings)
{
    /// <summary>Tells it; nothing where nobody is to be told or nothing has changed.</summary>
    public async Task TellAsync(IReadOnlyList<string> hosts, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (settings.Purge is not { } address || paths.Count == 0)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(new PurgeBody(hosts, paths), PublisherJson.Default.PurgeBody),
        };
        if (settings.PurgeToken is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Read());
        }

        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
