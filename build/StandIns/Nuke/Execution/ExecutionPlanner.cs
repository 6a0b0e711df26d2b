namespace Nuke.Common.Execution;

/// <summary>Orders the targets of a run. Pure.</summary>
internal static class ExecutionPlanner
{
    /// <summary>Finds the targets to run by name, with everything they need and trigger, in the order in which they run.</summary>
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyCollection<ExecutableTarget> all, IReadOnlyCollection<string> invokedNames)
    {
        var invoked = invokedNames == null
            ? [.. all.Where(x => x.IsDefault)]
            : invokedNames.Select(x => Find(all, x)).ToList();
        invoked.ForEach(x => x.Invoked = true);

        var ordered = Order(all);
        var wanted = new HashSet<ExecutableTarget>(invoked);
        while (true)
        {
            var plan = Select(ordered, wanted);
            var triggered = plan.SelectMany(x => x.Triggers).Except(plan).ToList();
            if (triggered.Count == 0)
                return plan;
            wanted.UnionWith(triggered);
        }
    }

    /// <summary>The target of that name; case and dashes do not count.</summary>
    public static ExecutableTarget Find(IReadOnlyCollection<ExecutableTarget> all, string name)
    {
        var target = all.FirstOrDefault(x => string.Equals(x.Name, name.Replace("-", null), StringComparison.OrdinalIgnoreCase));
        if (target != null)
            return target;
        var names = all.Select(x => x.Name).Order(StringComparer.OrdinalIgnoreCase);
        throw new ArgumentException(string.Join(
            Environment.NewLine,
            [$"Target with name '{name}' does not exist. Available targets are:", .. names.Select(x => $"  - {x}")]));
    }

    // from the last to the first: of the targets that nothing left depends on, the one declared first
    private static List<ExecutableTarget> Order(IEnumerable<ExecutableTarget> all)
    {
        var left = all.ToList();
        var ordered = new List<ExecutableTarget>();
        while (left.Count > 0)
        {
            var next = left.Find(x => !left.Exists(y => y != x && y.AllDependencies.Contains(x)) && !x.AllDependencies.Contains(x));
            if (next == null)
                throw new ArgumentException($"Circular dependencies between targets: {Cycle(left)}");
            left.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    private static List<ExecutableTarget> Select(List<ExecutableTarget> ordered, HashSet<ExecutableTarget> wanted)
    {
        var selected = new List<ExecutableTarget>();
        foreach (var target in ordered)
        {
            if (wanted.Contains(target) || selected.Exists(x => x.ExecutionDependencies.Contains(target)))
                selected.Add(target);
        }

        selected.Reverse();
        return selected;
    }

    private static string Cycle(List<ExecutableTarget> left)
    {
        var path = new List<ExecutableTarget>();
        // every target that is left is in a cycle or leads to one
        var current = left.Find(x => x.AllDependencies.Any(left.Contains)) ?? left[0];
        while (!path.Contains(current))
        {
            path.Add(current);
            current = current.AllDependencies.First(left.Contains);
        }

        return string.Join(" -> ", [.. path.Skip(path.IndexOf(current)).Select(x => x.Name), current.Name]);
    }
}
