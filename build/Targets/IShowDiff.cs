using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Targets;

/// <summary>What a deploy would change.</summary>
public interface IShowDiff : IBuildImages
{
    private const int ThereAreChanges = 2;

    /// <summary>Where the plan is kept; null: nowhere.</summary>
    [Parameter("Diff: keeps the plan in this file, for 'Deploy --from-plan'.")]
    string? SavePlan => TryGetValue(() => SavePlan);

    /// <summary>Compares the environment's objects with its cluster.</summary>
    Target Diff => _ => _
        .Description("Shows what a deploy would change, field by field; exit code 2 where there are changes")
        .DependsOn(BuildImages)
        .Executes(async () =>
        {
            await Session.EnsureClusterAsync();
            // a digest is the same before and after a push
            var plan = await new Rollout(TimeProvider.System).PlanAsync(await Session.RequestAsync(Session.LockOfBuiltImages()), Session.Cancelled, keep: SavePlan is not null);
            Log.Information("Environment {Environment}:\n{Plan}", Session.Environment.Name, plan.ToText().TrimEnd());
            if (plan.Problems.Count > 0)
            {
                throw new StepFailedException(nameof(Diff), $"environment {Session.Environment.Name}", $"{plan.Problems.Count} problem(s), listed above", "a plan that can be rolled out", "correct them and run again");
            }

            if (SavePlan is { } file)
            {
                plan.Saved!.Write(Path.GetFullPath(file));
                Log.Information("Plan in {File}; do it with: Deploy --env {Environment} --from-plan {File}", file, Session.Environment.Name, file);
            }

            ExitCode = plan.HasChanges ? ThereAreChanges : null;
        });
}
