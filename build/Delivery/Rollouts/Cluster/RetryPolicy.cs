using System.Text.Json;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Tries again what may pass by itself: 429, 5xx and broken connections, with doubling pauses, for two minutes at most. The caller's token is the deadline.</summary>
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

    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                var answer = await attempt().ConfigureAwait(false);
                Interlocked.Exchange(ref _said, 0);
                return answer;
            }
            catch (Exception e) when (tries < MostTries && time.GetElapsedTime(start) < LongestTrying && MayPass(e) && !ct.IsCancellationRequested)
            {
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
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError } => false,
        HttpRequestException or IOException => true,

        // an answer that was cut off, or was made up by something in between
        JsonException => true,
        _ => false,
    };

    /// <summary>What the server wishes, within reason: not at once, and not for minutes.</summary>
    private static TimeSpan Within(TimeSpan wished) => wished < FirstPause ? FirstPause : wished > LongestPause ? LongestPause : wished;

    /// <summary>100 ms, 200 ms, 400 ms ... up to 8 s.</summary>
    internal static TimeSpan Pause(int tries) => TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << (tries - 1), LongestPause.Ticks));
}
