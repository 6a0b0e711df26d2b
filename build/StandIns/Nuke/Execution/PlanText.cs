using System.Text;

namespace Nuke.Common.Execution;

/// <summary>What --plan prints.</summary>
internal static class PlanText
{
    public static string For(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var text = new StringBuilder("Targets in the order in which they would run:").AppendLine();
        var number = plan.Count.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        var name = plan.Max(x => x.Name.Length);
        foreach (var (index, target) in plan.Index())
        {
            var why = string.Join(", ", Reasons(target, plan));
            text.AppendLine().Append("  ")
                .Append((index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(number))
                .Append(". ").Append(target.Name.PadRight(name)).Append("  ").Append(why);
        }

        return text.ToString();
    }

    private static IEnumerable<string> Reasons(ExecutableTarget target, IReadOnlyCollection<ExecutableTarget> plan)
    {
        if (target.Invoked)
            yield return "asked for";
        if (Names(plan.Where(x => x.ExecutionDependencies.Contains(target))) is { Length: > 0 } dependents)
            yield return $"needed by {dependents}";
        if (Names(plan.Where(x => x.Triggers.Contains(target))) is { Length: > 0 } triggers)
            yield return $"triggered by {triggers}";
        foreach (var (condition, _) in target.StaticConditions.Concat(target.DynamicConditions))
            yield return $"only when {condition}";
    }

    private static string Names(IEnumerable<ExecutableTarget> targets) => string.Join(" and ", targets.Select(x => x.Name));
}
