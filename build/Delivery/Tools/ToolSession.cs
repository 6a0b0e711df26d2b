using System.Runtime.InteropServices;

namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// A session of its own for a running tool, so that a whole family of processes can be ended at once and nobody else is hit: Ctrl-C in a
/// terminal reaches the build alone, and a tool that signals its group (mmdebstrap does so when it fails) does not end the build and the
/// caller's shell. Where there is no <c>setsid</c>, tools run as they are and are ended one by one.
/// </summary>
internal sealed partial class ToolSession : IDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _force = new();
    private readonly bool _isOwn;
    private int _leader;

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

    /// <summary>Asks all processes to end; two seconds later they are killed. A tool that is asked cleans up behind itself.</summary>
    public void End()
    {
        if (_isOwn)
        {
            Signal(Terminate);
            _force.CancelAfter(Grace);
        }
        else
        {
            _force.Cancel();
        }
    }

    /// <summary>Kills what is left of the session.</summary>
    public void KillRest() => Signal(Kill);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndAtOnce;
        _force.Dispose();
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

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}
