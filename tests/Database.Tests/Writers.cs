using System.Collections.Concurrent;

namespace SiteBuilder.Database.Tests;

/// <summary>Clients that write all the time, each entry by itself, and remember which were acknowledged.</summary>
internal abstract class Writers : IAsyncDisposable
{
    protected const int Count = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, long> _acknowledged = [];
    private readonly List<Task> _loops = [];
    private int _refused;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>How many writes failed.</summary>
    public int Refused => _refused;

    /// <summary>The longest time in which nothing was acknowledged.</summary>
    public TimeSpan LongestPause
    {
        get
        {
            var times = _acknowledged.Values.Order().ToList();
            return times.Zip(times.Skip(1), TimeProvider.System.GetElapsedTime).DefaultIfEmpty().Max();
        }
    }

    /// <summary>Begins to write, and returns when that works.</summary>
    protected async Task StartAsync()
    {
        _loops.AddRange(Enumerable.Range(0, Count).Select(WriteAsync));
        await MoreAsync(200, TimeSpan.FromSeconds(60));
    }

    /// <summary>Writes one entry.</summary>
    /// <param name="client">Which of the clients does.</param>
    /// <param name="id">The entry.</param>
    protected abstract Task WriteAsync(int client, Guid id);

    /// <summary>True when a write failed as writes do while the server is away.</summary>
    protected abstract bool IsRefusal(Exception problem);

    /// <summary>All that is there.</summary>
    protected abstract Task<IReadOnlySet<Guid>> ThereAsync();

    /// <summary>Waits until so many writes that begin from now on were acknowledged.</summary>
    /// <exception cref="TimeoutException">They were not in time.</exception>
    public async Task MoreAsync(int writes, TimeSpan limit)
    {
        var target = Acknowledged + Count + writes;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(limit);
        while (Acknowledged < target)
        {
            if (late.IsCancellationRequested)
            {
                throw new TimeoutException($"Within {limit.TotalSeconds} s writes did not go on: {Acknowledged - target + Count + writes} of {Count + writes} were acknowledged. The last problem: {LastProblem}");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the writing and returns what was acknowledged and is not there.</summary>
    public async Task<IReadOnlyList<Guid>> LostAsync()
    {
        await StopAsync();
        var there = await ThereAsync();
        return [.. _acknowledged.Keys.Where(id => !there.Contains(id))];
    }

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    public string LastProblem { get; private set; } = "none";

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
    }

    private async Task WriteAsync(int client)
    {
        while (!_stop.IsCancellationRequested)
        {
            var id = Guid.NewGuid();
            try
            {
                await WriteAsync(client, id);
                _acknowledged[id] = TimeProvider.System.GetTimestamp();
            }
            catch (Exception refused) when (IsRefusal(refused))
            {
                // nothing was promised; as a client does, again after a moment
                LastProblem = refused.Message;
                Interlocked.Increment(ref _refused);
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }
}
