using System.Globalization;
using System.Runtime.InteropServices;

namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// A session of its own for a running tool, so that a whole family of processes can be ended at once and nobody else is hit: Ctrl-C in a
/// terminal reaches the build alone, and a tool that signals its group (mmdebstrap does so when it fails) does not end the build and the
/// caller's shell. Where there is no <c>setsid</c>, tools run as they are and are killed one by one.
/// </summary>
internal sealed partial class ToolSession : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private static readonly TimeSpan UntilTerminate = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan UntilKill = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _force = new();
    private readonly CancellationTokenSource _isOver = new();
    private readonly bool _isOwn;
    private int _leader;
    private Task _ending = Task.CompletedTask;

    public ToolSession(ToolCommand command)
    {
        var starter = OperatingSystem.IsLinux() ? MachineFacts.FindOnPath("setsid") : null;
        var isThere = Path.IsPathRooted(command.Executable) ? File.Exists(command.Executable) : MachineFacts.FindOnPath(command.Executable) is not null;
        _isOwn = starter is not null && isThere;
        (Executable, Arguments) = _isOwn ? (starter!, [command.Executable, .. command.Arguments]) : (command.Executable, command.Arguments);
        AppDomain.CurrentDomain.ProcessExit += EndAtOnce;
    }

    /// <summary>What to start.</summary>
    public string Executable { get; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Fires when the tool has had its time to end and is to be killed.</summary>
    public CancellationToken Force => _force.Token;

    /// <summary>Must be told of the process as soon as it runs.</summary>
    public void Begin(int processId) => Volatile.Write(ref _leader, processId);

    /// <summary>
    /// Asks all processes to end, first as Ctrl-C does: compilers stop their workers, test programs take down what they started. Those that do
    /// not listen are terminated after a second and a half and killed after one more.
    /// </summary>
    public void End() => _ending = EndAsync();

    /// <summary>Ends what the tool left running.</summary>
    public void EndLeftovers() => Signal(Terminate);

    /// <summary>Waits until all of the family are gone; after the tool itself, its children may still clean up.</summary>
    public Task EndedAsync() => _ending;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndAtOnce;
        _isOver.Cancel();
        _force.Dispose();
        _isOver.Dispose();
    }

    private async Task EndAsync()
    {
        if (_isOwn)
        {
            Signal(Interrupt);
            if (!await IsGoneWithinAsync(UntilTerminate).ConfigureAwait(false))
            {
                Signal(Terminate);
                await IsGoneWithinAsync(UntilKill).ConfigureAwait(false);
            }

            Signal(Kill);
        }

        await _force.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> IsGoneWithinAsync(TimeSpan limit)
    {
        for (var waited = TimeSpan.Zero; waited < limit && !_isOver.IsCancellationRequested; waited += Look)
        {
            if (!HasLiving(Volatile.Read(ref _leader)))
            {
                return true;
            }

            await Task.Delay(Look).ConfigureAwait(false);
        }

        return false;
    }

    private void EndAtOnce(object? sender, EventArgs e) => Signal(Kill);

    private void Signal(int signal)
    {
        if (_isOwn && Volatile.Read(ref _leader) is > 0 and var leader)
        {
            // a negative number is the group that the leader began; that it is gone is no failure
            _ = Send(-leader, signal);
        }
    }

    /// <summary>Whether the group has a process that is not merely waiting to be reaped.</summary>
    private static bool HasLiving(int group) => Directory.EnumerateDirectories("/proc").Any(folder =>
    {
        const int state = 0;
        const int groupOfProcess = 2;
        if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        {
            return false;
        }

        try
        {
            // the name before the last parenthesis may contain anything
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[groupOfProcess] == group.ToString(CultureInfo.InvariantCulture) && fields[state] is not ("Z" or "X");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // it ended while it was looked at
            return false;
        }
    });

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}
