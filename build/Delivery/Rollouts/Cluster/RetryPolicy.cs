using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>
/// Tries again what may pass by itself - 429, 5xx, broken connections and handshakes, names that cannot be resolved just now - with doubling pauses up to
/// eight seconds. Nine tries are made, some twenty seconds; of a server that has answered before and is away, as while it is restarted, or that says itself
/// that it is busy, as many as fit into two minutes. The caller's token is the deadline.
/// </summary>
/// <param name="time">Clock of the pauses.</param>
/// <param name="waiting">Hears what is wrong when a request was tried in vain for a while, once until one is answered; null = nobody listens.</param>
internal sealed class RetryPolicy(TimeProvider time, Action<Exception>? waiting = null)
{
    private const int MostTries = 9;
    private const int TriesInSilence = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestTrying = TimeSpan.FromMinutes(2);
    private int _said;
    private volatile bool _isKnown;

    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        for (int tries = 1, refusals = 0; ; tries++)
        {
            try
            {
                var answer = await attempt().ConfigureAwait(false);
                _isKnown = true;
                Interlocked.Exchange(ref _said, 0);
                return answer;
            }
            catch (Exception e) when (MayPass(e) && !ct.IsCancellationRequested)
            {
                if (e is ApiRefusedException { Reason.Length: > 0 } answer)
                {
                    // the API server itself has answered, and not something before it
                    _isKnown = true;
                    refusals += answer.Code is 429 or 503 ? 0 : 1;
                }

                // a server that was there comes back; an address that never led to one is wrong
                if ((_isKnown ? refusals : tries) >= MostTries || time.GetElapsedTime(start) >= LongestTrying || (!_isKnown && IsUnknownName(e)))
                {
                    throw;
                }

                if (tries >= TriesInSilence && Interlocked.Exchange(ref _said, 1) == 0)
                {
                    waiting?.Invoke(e);
                }

                await Task.Delay((e as ApiRefusedException)?.RetryAfter is { } wished ? Within(wished) : Pause(tries), time, ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the same request may well be answered otherwise a moment later.</summary>
    public static bool MayPass(Exception e) => e switch
    {
        ApiRefusedException refused => !refused.IsFinal,

        // of what goes wrong while TLS is agreed on, only that the other side is not who it should be stays so
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or IOException => true,

        // an answer that was cut off, or was made up by something in between
        JsonException => true,
        _ => false,
    };

    private static bool IsUnknownName(Exception e) => e is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } };

    /// <summary>What the server wishes, within reason: not at once, and not for minutes.</summary>
    private static TimeSpan Within(TimeSpan wished) => wished < FirstPause ? FirstPause : wished > LongestPause ? LongestPause : wished;

    /// <summary>100 ms, 200 ms, 400 ms ... up to 8 s.</summary>
    internal static TimeSpan Pause(int tries) => TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(tries - 1, 10), LongestPause.Ticks));
}
