using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>Base of the class that composes a build.</summary>
public abstract partial class NukeBuild : INukeBuild
{
    /// <summary>Makes the build; its parameters have values from <see cref="OnBuildInitialized"/> on.</summary>
    protected NukeBuild()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; internal set; } = [];

    /// <inheritdoc/>
    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = "Target", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(x => x.Invoked)];

    /// <inheritdoc/>
    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = "Skip", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => With(ExecutionStatus.Skipped);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => With(ExecutionStatus.Scheduled);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => With(ExecutionStatus.Running);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => With(ExecutionStatus.Aborted);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => With(ExecutionStatus.Failed);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => With(ExecutionStatus.Succeeded);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets =>
        [.. ExecutionPlan.Where(x => x.Status is not (ExecutionStatus.Scheduled or ExecutionStatus.Running))];

    /// <inheritdoc/>
    [Parameter("Shows the execution plan (HTML).")]
    public bool Plan { get; private set; }

    /// <inheritdoc/>
    [Parameter("Shows the help text for this build assembly.")]
    public bool Help { get; private set; }

    /// <inheritdoc/>
    [Parameter("Disables displaying the NUKE logo.")]
    public bool NoLogo { get; set; }

    /// <inheritdoc/>
    [Parameter("Indicates to continue a previously failed build attempt.")]
    public bool Continue { get; private set; }

    /// <inheritdoc/>
    public bool IsSucceeding => ExecutionPlan.All(x => x.Status is not (ExecutionStatus.Failed or ExecutionStatus.NotRun or ExecutionStatus.Aborted));

    /// <inheritdoc/>
    public bool IsFailing => !IsSucceeding;

    /// <inheritdoc/>
    public bool IsFinished => ScheduledTargets.Count == 0 && RunningTargets.Count == 0;

    /// <inheritdoc/>
    public int? ExitCode { get; set; }

    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; set; } = [];

    /// <summary>Runs the build that the command line describes; 0 on success, -1 on failure.</summary>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild => BuildManager.Execute(defaultTargetExpressions);

    /// <inheritdoc/>
    public void ReportSummary(Configure<Dictionary<string, string>> configurator = null)
    {
        var target = ExecutionPlan.FirstOrDefault(x => x.Status == ExecutionStatus.Running)
            ?? throw new InvalidOperationException("A summary can be reported only while a target runs");
        foreach (var (key, value) in configurator.InvokeSafe([]))
            target.SummaryInformation[key] = value;
    }

    T INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class => (T)ValueInjector.Value(this, parameterExpression.GetMember(), typeof(T));

    T INukeBuild.TryGetValue<T>(Expression<Func<object>> parameterExpression) =>
        ValueInjector.Value(this, parameterExpression.GetMember(), typeof(T)) is T value ? value : default;

    /// <summary>Called when the build object exists and its parameters have values.</summary>
    protected internal virtual void OnBuildCreated()
    {
    }

    /// <summary>Called when the plan is made.</summary>
    protected internal virtual void OnBuildInitialized()
    {
    }

    /// <summary>Called at the end.</summary>
    protected internal virtual void OnBuildFinished()
    {
    }

    /// <summary>Called before a target runs.</summary>
    protected internal virtual void OnTargetRunning(string target)
    {
    }

    /// <summary>Called when a target is skipped.</summary>
    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    /// <summary>Called when a target has ended well.</summary>
    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    /// <summary>Called when a target has failed.</summary>
    protected internal virtual void OnTargetFailed(string target)
    {
    }

    private IReadOnlyCollection<ExecutableTarget> With(ExecutionStatus status) => [.. ExecutionPlan.Where(x => x.Status == status)];
}
