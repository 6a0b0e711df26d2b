using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Targets;

/// <summary>What a deploy, or an apply of manifests, would change.</summary>
public interface IShowDiff : IBuildImages, IHazRelease
{
    private const int ThereAreChanges = 2;

    /// <summary>Where the plan is kept; null: nowhere.</summary>
    [Parameter("Diff: keeps the plan in this file, for --from-plan of Deploy or Apply.")]
    string? SavePlan => TryGetValue(() => SavePlan);

    /// <summary>Compares the environment's objects, or the manifests, with the cluster.</summary>
    Target Diff => _ => (Manifests is null && Release is null ? _.DependsOn(BuildImages) : _)
        .Description("Shows what a deploy, or with --manifests an apply, would change, field by field; exit code 2 where there are changes")
        .Executes(async () =>
        {
            var release = new ReleaseSession(this);
            // a digest is the same before and after a push
            var request = Manifests is null && Release is null ? await release.DeployRequestAsync(Session.LockOfBuiltImages()) : await release.RequestAsync(withObjects: true);
            var plan = await release.Rollout.PlanAsync(request, Session.Cancelled, keep: SavePlan is not null);
            Session.Keep(nameof(Diff), plan);
            Log.Information("{Title}:\n{Plan}", release.Title, plan.ToText().TrimEnd());
            if (plan.Problems.Count > 0)
            {
                throw new StepFailedException(nameof(Diff), $"release {request.Release}", $"{plan.Problems.Count} problem(s), listed above", "a plan that can be rolled out", "correct them and run again");
            }

            if (SavePlan is { } file)
            {
                plan.Saved!.Write(Path.GetFullPath(file));
                Log.Information("Plan in {File}; do it with: {Command} --from-plan {File}", file, Release is null ? $"Deploy --env {Session.Environment.Name}" : $"Apply --manifests {Manifests} --release {Release}", file);
            }

            ExitCode = plan.HasChanges ? ThereAreChanges : null;
        });
}
