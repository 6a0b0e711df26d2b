using System.Net;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Platform.Smoke;

/// <summary>Asks every brand's home page through the ingress, as a visitor would.</summary>
public static class SmokeCheck
{
    /// <summary>How long a page may take to appear after the roll-out is complete: an ingress follows its endpoints with a delay.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks all targets side by side.</summary>
    /// <exception cref="StepFailedException">A page did not answer as expected in time; the first one that failed is named.</exception>
    public static Task RunAsync(IEnumerable<SmokeTarget> targets, TimeProvider time, CancellationToken cancellationToken) =>
        Task.WhenAll(targets.Select(target => AskAsync(target, time, cancellationToken)));

    private static async Task AskAsync(SmokeTarget target, TimeProvider time, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var start = time.GetTimestamp();
        while (true)
        {
            var found = await FoundAsync(client, target, cancellationToken);
            if (found is null)
            {
                return;
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                throw new StepFailedException(
                    "Deploy",
                    $"smoke check of http://{target.Host}{target.Path} through {target.Address}",
                    found,
                    $"200 with '{target.Expected}' in the page",
                    "look at the Ingress objects and at the logs of the service behind it (kubectl logs -n frontend deploy/storefront)");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
    }

    /// <summary>What is wrong with the answer; null where nothing is.</summary>
    private static async Task<string?> FoundAsync(HttpClient client, SmokeTarget target, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target.Address, target.Path)) { Headers = { Host = target.Host } };
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.StatusCode != HttpStatusCode.OK ? $"{(int)answer.StatusCode} {answer.ReasonPhrase}"
                : page.Contains(target.Expected, StringComparison.Ordinal) ? null
                : $"200, but no '{target.Expected}' in the page";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer within 5 s";
        }
    }
}
