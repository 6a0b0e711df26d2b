using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Sites;

namespace SiteBuilder.Storefront.Serving;

/// <summary>Where a page comes from: Sites, else the last good copy.</summary>
internal sealed class PageSource(SitesClient sites, LastGoodPages lastGood, AnswerCount count, ILogger<PageSource> logger)
{
    /// <summary>What is at a path of a host; null when no brand has the host.</summary>
    /// <exception cref="SitesAwayException">Sites is away and there is no copy.</exception>
    public async Task<SiteAnswer?> FindAsync(string host, string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await sites.AskAsync(host, path, cancellationToken);
            count.Of("sites");
            if (answer is not null)
            {
                lastGood.Keep(host, path, answer);
            }

            return answer;
        }
        catch (SitesAwayException problem)
        {
            var copy = lastGood.Find(host, path);
            count.Of(copy is null ? "nowhere" : "last-good");
            logger.LogWarning("{Reason}; {Fallback}", problem.Message, copy is null ? "there is no copy of the page" : "the last good copy of the page serves");
            return copy ?? throw new SitesAwayException(problem.Message, problem);
        }
    }
}
