using System.Collections.Concurrent;
using Npgsql;

namespace SiteBuilder.Database.Tests;

/// <summary>Clients that write all the time, each row in a transaction of its own, and remember which were acknowledged.</summary>
internal sealed class Writers : IAsyncDisposable
{
    private const int Count = 4;

    private readonly NpgsqlDataSource _source;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, long> _acknowledged = [];
    private readonly List<Task> _loops = [];

    private Writers(NpgsqlDataSource source) => _source = source;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>The longest time in which nothing was acknowledged.</summary>
    public TimeSpan LongestPause
    {
        get
        {
            var times = _acknowledged.Values.Order().ToList();
            return times.Zip(times.Skip(1), TimeProvider.System.GetElapsedTime).DefaultIfEmpty().Max();
        }
    }

    public static async Task<Writers> StartAsync(string connectionString)
    {
        var writers = new Writers(NpgsqlDataSource.Create(connectionString));
        await using (var command = writers._source.CreateCommand("create table if not exists written (id uuid primary key)"))
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        writers._loops.AddRange(Enumerable.Range(0, Count).Select(_ => writers.WriteAsync()));
        await writers.MoreAsync(200, TimeSpan.FromSeconds(60));
        return writers;
    }

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
                throw new TimeoutException($"Within {limit.TotalSeconds} s writes did not go on: {Acknowledged - target + Count + writes} of {Count + writes} were acknowledged.");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the writing and returns what was acknowledged and is not there.</summary>
    public async Task<IReadOnlyList<Guid>> LostAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        var there = new HashSet<Guid>();
        await using var command = _source.CreateCommand("select id from written");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            there.Add(reader.GetGuid(0));
        }

        return [.. _acknowledged.Keys.Where(id => !there.Contains(id))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        await _source.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WriteAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var id = Guid.NewGuid();
            try
            {
                await using var command = _source.CreateCommand("insert into written values ($1)");
                command.Parameters.AddWithValue(id);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
                _acknowledged[id] = TimeProvider.System.GetTimestamp();
            }
            catch (Exception refused) when (refused is NpgsqlException or TimeoutException)
            {
                // nothing was promised; as a client does, again after a moment
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }
}
