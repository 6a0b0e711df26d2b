using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>The one error for everything that stands against a rollout.</summary>
internal static class PreflightFailure
{
    public static StepFailedException Of(string release, IReadOnlyList<string> problems) => new(
        RolloutNames.Stage,
        $"preflight of release {release}",
        string.Join('\n', [$"{problems.Count} problem{(problems.Count == 1 ? "" : "s")}, nothing was written:", .. problems.Select(p => $"  - {p}")]),
        null,
        "correct all of them and run again");
}
