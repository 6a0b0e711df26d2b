using Nuke.Common.Utilities;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Runs the targets of a plan one after the other.</summary>
internal sealed class BuildExecutor(NukeBuild build)
{
    /// <summary>
    /// After a failure only targets that are assured to run are run, unless the failed one lets the build proceed.
    /// </summary>
    public void Run()
    {
        var attempt = BuildAttempt.Begin(build);
        var stopped = false;
        foreach (var target in build.ExecutionPlan)
        {
            if (target.Status != ExecutionStatus.Scheduled || (stopped && !target.AssuredAfterFailure))
                continue;
            if (attempt.HasSucceededBefore(target))
                target.Status = ExecutionStatus.Skipped;
            else
                Run(target);
            if (target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Skipped)
                attempt.Note(target);
            stopped |= target.Status == ExecutionStatus.Failed && !target.ProceedAfterFailure;
        }
    }

    private void Run(ExecutableTarget target)
    {
        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }

        if (TargetSkipper.FailingCondition(target.DynamicConditions) is { } condition)
        {
            target.Status = ExecutionStatus.Skipped;
            target.OnlyWhen = condition;
            build.OnTargetSkipped(target.Name);
            return;
        }

        using var block = BuildManager.IsDisabled(build, DefaultOutput.TargetHeader) ? null : NukeBuild.Host.WriteBlock(target.Name);
        using var context = Logging.SetTarget(target.Name);
        target.Status = ExecutionStatus.Running;
        build.OnTargetRunning(target.Name);
        target.Stopwatch.Start();
        try
        {
            target.Actions.ForEach(x => x());
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Succeeded;
            build.OnTargetSucceeded(target.Name);
        }
        catch (Exception wrapped)
        {
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Failed;
            Report(target, wrapped.Unwrap());
            build.OnTargetFailed(target.Name);
            BuildManager.ForEach<IOnTargetFailed>(build, x => x.OnTargetFailed(target));
        }
    }

    private static void Report(ExecutableTarget target, Exception exception)
    {
        target.SummaryInformation.Clear();
        target.SummaryInformation[exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd('\r');
        NukeBuild.Host.ReportError($"Target \"{target.Name}\" has thrown an exception");
        Log.Error(exception, "Target {TargetName} has thrown an exception", target.Name);
    }
}
