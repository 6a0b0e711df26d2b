using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>The one error for everything that stands against a rollout.</summary>
internal static class PreflightFailure
{
    /// <param name="release">Of what.</param>
    /// <param name="problems">A line each.</param>
    /// <param name="state">What became of the cluster.</param>
    public static StepFailedException Of(string release, IReadOnlyList<string> problems, string state = "nothing was written") => new(
        RolloutNames.Stage,
        $"preflight of release {release}",
        string.Join('\n', [$"{problems.Count} problem{(problems.Count == 1 ? "" : "s")}, {state}:", .. problems.Select(p => $"  - {p}")]),
        null,
        "correct all of them and run again");
}
