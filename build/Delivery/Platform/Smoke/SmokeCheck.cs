using System.Net;
using System.Net.Sockets;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Platform.Smoke;

/// <summary>Asks for pages through the ingress, as a visitor would.</summary>
public static class SmokeCheck
{
    /// <summary>How long a page may take to appear after the roll-out is complete: an ingress follows its endpoints with a delay.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(5);

    /// <summary>Asks all targets side by side.</summary>
    /// <param name="targets">The pages.</param>
    /// <param name="address">Where the ingress listens: an IP address or a host name; the port is the page's.</param>
    /// <exception cref="StepFailedException">A page did not answer as expected in time; the first one that failed is named.</exception>
    public static async Task RunAsync(IEnumerable<SmokeTarget> targets, string address, TimeProvider time, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectCallback = (context, token) => ConnectAsync(address, context.DnsEndPoint.Port, token) };
        using var client = new HttpClient(handler) { Timeout = OneAnswer };
        await Task.WhenAll(targets.Select(target => AskAsync(client, target, address, time, cancellation))).ConfigureAwait(false);
    }

    /// <summary>A page's host name is a matter of DNS, which follows later or not at all; the ingress is asked where it is.</summary>
    private static async ValueTask<Stream> ConnectAsync(string address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task AskAsync(HttpClient client, SmokeTarget target, string address, TimeProvider time, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var found = await FoundAsync(client, target, cancellation).ConfigureAwait(false);
            if (found is null)
            {
                return;
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                throw new StepFailedException(
                    "Deploy",
                    $"smoke check of {target.Page} through {address}",
                    found,
                    $"200 with '{target.Expected}' in the page",
                    "look at the Ingress objects and at the logs of the service behind them (kubectl logs -n frontend deploy/storefront)");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What is wrong with the answer; null where nothing is.</summary>
    private static async Task<string?> FoundAsync(HttpClient client, SmokeTarget target, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(target.Page, cancellation).ConfigureAwait(false);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            return answer.StatusCode != HttpStatusCode.OK ? $"{(int)answer.StatusCode} {answer.ReasonPhrase}"
                : page.Contains(target.Expected, StringComparison.Ordinal) ? null
                : $"200, but no '{target.Expected}' in the page";
        }
        catch (HttpRequestException e)
        {
            return e.InnerException is { } cause && !e.Message.Contains(cause.Message, StringComparison.Ordinal) ? $"{e.Message} {cause.Message}" : e.Message;
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {OneAnswer.TotalSeconds:0} s";
        }
    }
}
