using System.Text.Json;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Tries again what may pass by itself: 429, 5xx and broken connections, with doubling pauses. The caller's token is the deadline.</summary>
internal sealed class RetryPolicy(TimeProvider time)
{
    private const int MostTries = 9;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception e) when (tries < MostTries && MayPass(e) && !ct.IsCancellationRequested)
            {
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
