using System.IO.Pipelines;

namespace SiteBuilder.Sandbox.Http.PortForward;

/// <summary>One stream of a SPDY connection: each side ends its own half, and either can give the whole up.</summary>
internal sealed class SpdyStream
{
    private readonly SpdyConnection _connection;
    private readonly uint _id;
    private readonly Pipe _received = new();
    private readonly CancellationTokenSource _abandoned = new();
    private int _halves = 2;
    private bool _clientEnded;

    public SpdyStream(SpdyConnection connection, uint id, IReadOnlyDictionary<string, string> headers)
    {
        (_connection, _id, Headers) = (connection, id, headers);
        Input = _received.Reader.AsStream();
        Abandoned = _abandoned.Token;
    }

    /// <summary>Its headers; names are found in any case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>What the client sends, until it ends its half.</summary>
    public Stream Input { get; }

    /// <summary>The client has reset the stream, or the connection has ended.</summary>
    public CancellationToken Abandoned { get; }

    public Task SendAsync(ReadOnlyMemory<byte> data) => _connection.SendDataAsync(_id, data, isLast: false, Abandoned);

    /// <summary>Ends the server's half.</summary>
    public async Task EndAsync()
    {
        await _connection.SendDataAsync(_id, ReadOnlyMemory<byte>.Empty, isLast: true, Abandoned);
        HalfEnded();
    }

    internal async Task ReceiveAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!_clientEnded && data.Length > 0) await _received.Writer.WriteAsync(data, cancellationToken);
    }

    internal void ClientEnded()
    {
        if (_clientEnded) return;
        _clientEnded = true;
        _received.Writer.Complete();
        HalfEnded();
    }

    internal void Abandon()
    {
        _clientEnded = true;
        _abandoned.Cancel();
        _received.Writer.Complete(new IOException("the client has gone"));
    }

    private void HalfEnded()
    {
        if (Interlocked.Decrement(ref _halves) == 0) _connection.Forget(_id);
    }
}
