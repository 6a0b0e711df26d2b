using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>A running build as its components see it.</summary>
public interface INukeBuild
{
    /// <summary>Targets of this run in the order in which they run.</summary>
    IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; }

    /// <summary>Targets that the caller asked for.</summary>
    IReadOnlyCollection<ExecutableTarget> InvokedTargets { get; }

    /// <summary>Targets that are skipped.</summary>
    IReadOnlyCollection<ExecutableTarget> SkippedTargets { get; }

    /// <summary>Targets that have still to run.</summary>
    IReadOnlyCollection<ExecutableTarget> ScheduledTargets { get; }

    /// <summary>Targets that run now.</summary>
    IReadOnlyCollection<ExecutableTarget> RunningTargets { get; }

    /// <summary>Targets that were stopped.</summary>
    IReadOnlyCollection<ExecutableTarget> AbortedTargets { get; }

    /// <summary>Targets that failed.</summary>
    IReadOnlyCollection<ExecutableTarget> FailedTargets { get; }

    /// <summary>Targets that succeeded.</summary>
    IReadOnlyCollection<ExecutableTarget> SucceededTargets { get; }

    /// <summary>Targets that ended, well or not.</summary>
    IReadOnlyCollection<ExecutableTarget> FinishedTargets { get; }

    /// <summary>Whether nothing has failed so far.</summary>
    bool IsSucceeding { get; }

    /// <summary>Whether a target failed or was stopped.</summary>
    bool IsFailing { get; }

    /// <summary>Whether all targets have ended.</summary>
    bool IsFinished { get; }

    /// <summary>Exit code of the process; null: 0 on success, -1 on failure.</summary>
    int? ExitCode { get; set; }

    /// <summary>The folder that holds .nuke.</summary>
    AbsolutePath RootDirectory { get; }

    /// <summary>.nuke/temp.</summary>
    AbsolutePath TemporaryDirectory { get; }

    /// <summary>The compiled build program.</summary>
    AbsolutePath BuildAssemblyFile { get; }

    /// <summary>Folder of the compiled build program.</summary>
    AbsolutePath BuildAssemblyDirectory { get; }

    /// <summary>Folder of the build project, or null.</summary>
    AbsolutePath BuildProjectDirectory { get; }

    /// <summary>The build project, or null.</summary>
    AbsolutePath BuildProjectFile { get; }

    /// <summary>How much is written to the console.</summary>
    Verbosity Verbosity { get; }

    /// <summary>Where the build runs.</summary>
    Host Host { get; }

    /// <summary>Whether only the plan is asked for.</summary>
    bool Plan { get; }

    /// <summary>Whether only the help text is asked for.</summary>
    bool Help { get; }

    /// <summary>Whether the logo is left out.</summary>
    bool NoLogo { get; }

    /// <summary>Whether the build runs at a desk.</summary>
    bool IsLocalBuild { get; }

    /// <summary>Whether the build runs on a build server.</summary>
    bool IsServerBuild { get; }

    /// <summary>Whether a failed run is taken up where it stopped.</summary>
    bool Continue { get; }

    /// <summary>Adds lines to the running target's row of the summary.</summary>
    void ReportSummary(Configure<Dictionary<string, string>> configurator = null);

    /// <summary>The value of a component's parameter, or null.</summary>
    T TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class;

    /// <summary>The value of a component's parameter, or the type's default.</summary>
    T TryGetValue<T>(Expression<Func<object>> parameterExpression);
}
