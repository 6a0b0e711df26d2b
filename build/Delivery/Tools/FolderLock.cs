using System.Globalization;

namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// One process at a time works in a folder; the next waits and says for whom. The system gives the lock back when its holder ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION: a folder that cannot be written is no folder that is in use
    private static readonly int[] s_inUse = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Waits until the folder is ours.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="waiting">Is told once who works there, where somebody does.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<FolderLock> TakeAsync(string folder, Action<string>? waiting, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var holder = Path.Combine(folder, "in-use.pid");
        for (var told = false; ; told = true)
        {
            if (Open(Path.Combine(folder, "in-use")) is { } file)
            {
                await File.WriteAllTextAsync(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
                return new FolderLock(file);
            }

            if (!told)
            {
                var who = File.Exists(holder) ? $"process {await File.ReadAllTextAsync(holder, cancellation).ConfigureAwait(false)}" : "another process";
                waiting?.Invoke($"waiting for {who}, which works in {folder}");
            }

            await Task.Delay(Look, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (s_inUse.Contains(error.HResult))
        {
            return null;
        }
    }
}
