using System.Threading.Channels;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>The changes of some kinds from one moment on. Ends by itself when its reader falls far behind.</summary>
internal sealed class Subscription(Action<Subscription> close) : IDisposable
{
    /// <summary>Changes that may wait for a slow reader.</summary>
    private const int MostWaiting = 20_000;

    private readonly Channel<StoredChange> _channel = Channel.CreateUnbounded<StoredChange>();

    public ChannelReader<StoredChange> Reader => _channel.Reader;

    public void Offer(StoredChange change)
    {
        if (_channel.Reader.Count >= MostWaiting) _channel.Writer.TryComplete();
        else _channel.Writer.TryWrite(change);
    }

    public void Dispose()
    {
        close(this);
        _channel.Writer.TryComplete();
    }
}
