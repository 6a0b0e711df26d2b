using StackExchange.Redis;

namespace SiteBuilder.Redis;

/// <summary>A connection to Redis; made with its first use, and made again by itself when it is lost or another member has become the primary.</summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan LongestCopy = TimeSpan.FromSeconds(1);

    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;
    private readonly int _copies;

    /// <param name="settings">Which Redis.</param>
    /// <param name="patience">How long an answer, and a new connection, may take.</param>
    public RedisConnection(RedisSettings settings, TimeSpan patience)
        : this(settings.Options(patience), settings.Copies)
    {
    }

    /// <param name="options">What the connection is made with.</param>
    /// <param name="copies">How many replicas must have a write before it counts as done.</param>
    public RedisConnection(ConfigurationOptions options, int copies)
    {
        _copies = copies;
        _connection = new(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>True when it has been made and is there at the moment.</summary>
    public bool IsOpen => _connection is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.IsConnected: true } };

    /// <summary>The database to ask.</summary>
    public async Task<IDatabase> DatabaseAsync() => (await _connection.Value).GetDatabase();

    /// <summary>Writes, and returns when as many replicas as the settings say have what was written.</summary>
    /// <param name="writeAsync">Writes by the member that it is given, and by no other.</param>
    /// <exception cref="RedisException">They have not in time, or nobody can tell: what was written may be lost with the primary, so it is to be written again.</exception>
    public async Task WriteAsync(Func<IServer, Task> writeAsync)
    {
        ArgumentNullException.ThrowIfNull(writeAsync);
        var primary = Primary(await _connection.Value);
        var connections = primary.GetCounters().Interactive.SocketCount;
        await writeAsync(primary);
        if (_copies == 0)
        {
            return;
        }

        // Redis waits for what this very connection has written: on a new one, or at another member, it would say at once that all is copied
        var copies = (int)await primary.ExecuteAsync("WAIT", _copies, (int)LongestCopy.TotalMilliseconds);
        if (primary.GetCounters().Interactive.SocketCount != connections)
        {
            throw new RedisException($"the connection to {primary.EndPoint} was lost before replicas were known to have what was written; it is to be written again");
        }

        if (copies < _copies)
        {
            throw new RedisException($"{copies} replicas have what was written after {LongestCopy.TotalSeconds} s, expected {_copies}; it is to be written again");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated)
        {
            await (await _connection.Value).DisposeAsync();
        }
    }

    /// <summary>Where two members say that they are the primary, as for a moment after one has come back, either: whoever tries again meets the other one.</summary>
    private static IServer Primary(ConnectionMultiplexer connection) =>
        connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }).OrderBy(_ => Random.Shared.Next()).FirstOrDefault()
        ?? throw new RedisException($"no primary among {string.Join(", ", connection.GetEndPoints().Select(point => point.ToString()))} is connected");
}
