namespace SiteBuilder.Media.Uploads;

/// <summary>Bounds how much memory uploads take: so many are held at once, and one picture is unpacked at a time. Who comes later waits before a byte of the body is read.</summary>
internal sealed class UploadTurns : IDisposable
{
    private const int HeldAtOnce = 2;

    private readonly SemaphoreSlim _held = new(HeldAtOnce);
    private readonly SemaphoreSlim _decoding = new(1);

    /// <summary>The right to hold a file; disposing gives it back.</summary>
    public Task<IDisposable> ToHoldAsync(CancellationToken cancellationToken) => TakeAsync(_held, cancellationToken);

    /// <summary>The right to unpack a picture; disposing gives it back.</summary>
    public Task<IDisposable> ToDecodeAsync(CancellationToken cancellationToken) => TakeAsync(_decoding, cancellationToken);

    public void Dispose()
    {
        _held.Dispose();
        _decoding.Dispose();
    }

    private static async Task<IDisposable> TakeAsync(SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        return new Turn(turns);
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
