namespace Nuke.Common.Execution;

/// <summary>The targets that the command line names.</summary>
internal static class TargetArguments
{
    /// <summary>Names to run, or null where none is given: <c>A B</c>, <c>A+B</c> or <c>--target A B</c>.</summary>
    public static IReadOnlyCollection<string> Invoked()
    {
        var positional = ParameterService.Instance.Positional.SelectMany(x => x.Split('+', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return positional.Count > 0 ? positional : Named("Target") is { Length: > 0 } named ? named : null;
    }

    /// <summary>Targets to skip, or null where nothing is said; empty: all that were not asked for.</summary>
    public static IReadOnlyCollection<ExecutableTarget> Skipped(IReadOnlyCollection<ExecutableTarget> all) =>
        Named("Skip")?.Select(x => ExecutionPlanner.Find(all, x)).ToList();

    private static string[] Named(string parameter) =>
        (string[])ParameterService.Instance.GetValue(new ParameterDescription(parameter, typeof(string[]), "+"));
}
