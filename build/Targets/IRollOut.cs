using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Platform.Smoke;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Delivery.Reports;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Tables;
using Spectre.Console;

namespace SiteBuilder.Targets;

/// <summary>Stage five: the objects of the environment, with the images that stage four has pinned, into its cluster.</summary>
public interface IRollOut : IPublishImages, IHazRelease
{
    /// <summary>Rolls out.</summary>
    Target Deploy => _ => _
        .Description("Stage 5: rolls the environment out to its cluster and asks every brand's home page; runs the four stages before it")
        .DependsOn(Publish)
        .Executes(DeployAsync);

    private async Task DeployAsync()
    {
        var environment = Session.Environment;
        var release = new ReleaseSession(this);
        var plan = release.ReadPlan();
        var request = await release.DeployRequestAsync(ImageLockFile.Read(Session.ImageLockFile)) with { Plan = plan };
        RolloutResult? result = null;
        Session.Keep((RolloutFailure?)null);
        try
        {
            await Session.StageAsync(nameof(Deploy), async () =>
            {
                result = await release.Rollout.RunAsync(request, ConsoleProgress.Rollout, Session.Cancelled);
                return ($"{result.Counts()}; {await SmokeAsync(request)}", result.Changed);
            });
        }
        catch (Exception failure) when (failure is StepFailedException or OperationCanceledException)
        {
            ExitCode = ReleaseSession.ExitCodeOf(failure);
            Session.Keep(failure.Data[RolloutFailure.DataKey] as RolloutFailure);
            Session.Keep(Report(request, failure.Data[RolloutResult.DataKey] as RolloutResult ?? result) with { Error = failure.Message });
            throw;
        }

        var report = Report(request, result);
        Session.Keep(report);
        DeploySummary.Write(AnsiConsole.Console, report);
    }

    private DeployReport Report(RolloutRequest request, RolloutResult? result) => new()
    {
        Environment = Session.Environment.Name,
        Origin = request.Origin,
        Stages = Session.Stages,
        Images = request.Images,
        Rollout = result,
        Pages = [.. Session.Environment.Brands.Select(Session.Environment.HomePage)],
    };

    /// <summary>In words what those did that the route table has asked for.</summary>
    private async Task<string> SmokeAsync(RolloutRequest request)
    {
        var environment = Session.Environment;
        try
        {
            var address = await IngressAddress.FindAsync(request, SmokeCheck.Patience, TimeProvider.System, Session.Cancelled);
            List<SmokeTarget> targets = [.. RouteTable.Checks(environment).Select(check => new SmokeTarget(check.Address, check.Text))];
            await SmokeCheck.RunAsync(targets, address, TimeProvider.System, Session.Cancelled);
            return $"{environment.Brands.Count} {(environment.Brands.Count == 1 ? "brand answers" : "brands answer")}, at {targets.Count} addresses";
        }
        catch (StepFailedException failure) when (!environment.Gates.Smoke.Required)
        {
            Log.Warning("{Failure}\n  gates.smoke.required is false in deploy/environments/{Environment}.yaml, so the deploy goes on", failure.Message, environment.Name);
            return "the smoke check FAILED";
        }
    }
}
