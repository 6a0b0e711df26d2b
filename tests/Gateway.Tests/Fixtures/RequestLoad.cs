namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>Clients that ask without a break, each over a connection of its own. Nothing is ever asked again, so that a request which is lost shows.</summary>
internal sealed class RequestLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly List<Task> _clients;
    private int _requests;
    private int _connections;

    /// <param name="clients">How many.</param>
    /// <param name="port">Where they ask.</param>
    /// <param name="play">What each of them does again and again; it throws when an answer is not the right one.</param>
    public RequestLoad(int clients, Func<int> port, Func<LoadRound, Task> play) =>
        _clients = [.. Enumerable.Range(0, clients).Select(number => Task.Run(() => WorkAsync(number, port, play)))];

    /// <summary>How many requests were answered so far.</summary>
    public int Requests => _requests;

    /// <summary>How many connections were made for them.</summary>
    public int Connections => _connections;

    /// <summary>Waits until so many more requests were answered; ends with a client's trouble.</summary>
    public async Task MoreAsync(int count)
    {
        var goal = _requests + count;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_requests < goal)
        {
            await (_clients.FirstOrDefault(client => client.IsFaulted) ?? Task.CompletedTask);
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets every client end its round, and throws what went wrong for any of them.</summary>
    public async Task EndAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task WorkAsync(int number, Func<int> port, Func<LoadRound, Task> play)
    {
        using var client = new StrictClient(port, number % 2 == 0 ? "acme.test" : "globex.test");
        for (var round = 1; !_enough.IsCancellationRequested; round++)
        {
            await play(new LoadRound(client, number, round, () => Interlocked.Increment(ref _requests)));
        }

        Interlocked.Add(ref _connections, client.Connections);
    }
}
