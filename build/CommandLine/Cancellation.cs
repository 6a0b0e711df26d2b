using System.Runtime.InteropServices;

namespace SiteBuilder.CommandLine;

/// <summary>Ctrl-C and SIGTERM: the first asks the running target to stop, the second ends the process.</summary>
public static class Cancellation
{
    /// <summary>Exit code of a build that was stopped, as shells have it for Ctrl-C.</summary>
    internal const int ExitCodeOfSignal = 130;

    private static readonly CancellationTokenSource s_source = new();
    private static readonly List<PosixSignalRegistration> s_registrations = [];

    /// <summary>Cancelled by the first signal; targets pass it on to whatever takes time.</summary>
    public static CancellationToken Token => s_source.Token;

    /// <summary>Starts to listen; called once, before the build.</summary>
    internal static void Listen()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            s_registrations.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    private static void Handle(PosixSignalContext context)
    {
        if (s_source.IsCancellationRequested)
            Environment.Exit(ExitCodeOfSignal);
        context.Cancel = true;
        Console.Error.WriteLine("Stopping. What was done stays; the same command goes on from here. Once more ends at once.");
        // the handlers of the token may take their time; a second signal must get through meanwhile
        _ = s_source.CancelAsync();
    }
}
