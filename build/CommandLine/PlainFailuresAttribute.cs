using Nuke.Common.Execution;
using Serilog;

namespace SiteBuilder.CommandLine;

/// <summary>
/// A failure is said once, as a text for people: without the stack trace, the list of errors at the end and the extract in the table of targets
/// that Nuke has by default. A build that was stopped ends with the exit code of a signal.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlainFailuresAttribute : BuildExtensionAttributeBase, IOnBuildInitialized, IOnTargetFailed
{
    /// <inheritdoc/>
    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) =>
        Log.Logger = FailureLog.Around(Log.Logger, () => Cancellation.Token.IsCancellationRequested);

    /// <inheritdoc/>
    public void OnTargetFailed(ExecutableTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.SummaryInformation.Clear();
        if (Cancellation.Token.IsCancellationRequested)
            Build.ExitCode = Cancellation.ExitCodeOfSignal;
    }
}
