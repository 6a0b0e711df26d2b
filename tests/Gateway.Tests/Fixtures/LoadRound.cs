namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>One round of one client of a <see cref="RequestLoad"/>.</summary>
/// <param name="client">Its connection, which stays from round to round.</param>
/// <param name="number">The client, from 0.</param>
/// <param name="round">The round, from 1.</param>
/// <param name="answered">Counts an answer.</param>
internal sealed class LoadRound(StrictClient client, int number, int round, Action answered)
{
    public int Client => number;

    public int Round => round;

    /// <summary>Asks once; a request that is lost is an error.</summary>
    public async Task<StrictAnswer> SendAsync(string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        var answer = await client.SendAsync(method, target, body, headers);
        answered();
        return answer;
    }
}
