namespace Nuke.Common.Execution;

/// <summary>Decides before the run which targets are left out.</summary>
internal static class TargetSkipper
{
    /// <param name="plan">Targets in order.</param>
    /// <param name="skipped">Names given by --skip; null: none; empty: all that were not asked for.</param>
    public static void Mark(IReadOnlyCollection<ExecutableTarget> plan, IReadOnlyCollection<ExecutableTarget> skipped)
    {
        foreach (var target in plan)
        {
            if (skipped != null && (skipped.Count == 0 ? !target.Invoked : skipped.Contains(target)))
                Skip(plan, target, "via parameter");
        }

        foreach (var target in plan)
        {
            if (target.Status == ExecutionStatus.Scheduled && FailingCondition(target.StaticConditions) is { } condition)
            {
                target.OnlyWhen = condition;
                Skip(plan, target, null);
            }
        }
    }

    /// <summary>Text of the first condition that is false, or null.</summary>
    public static string FailingCondition(IEnumerable<(string Text, Func<bool> Delegate)> conditions) =>
        conditions.FirstOrDefault(x => !x.Delegate()).Text;

    private static void Skip(IReadOnlyCollection<ExecutableTarget> plan, ExecutableTarget target, string reason)
    {
        if (target.Status != ExecutionStatus.Scheduled)
            return;
        target.Status = ExecutionStatus.Skipped;
        target.Skipped = reason;
        if (target.DependencyBehavior == DependencyBehavior.Execute)
            return;

        bool IsNeeded(ExecutableTarget other) => other.Invoked || plan.Any(x =>
            x.Status == ExecutionStatus.Scheduled && (x.ExecutionDependencies.Contains(other) || x.Triggers.Contains(other)));

        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers).Where(plan.Contains))
        {
            if (!IsNeeded(other))
                Skip(plan, other, $"because of {target.Name}");
        }
    }
}
