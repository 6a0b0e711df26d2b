using Nuke.Common;

namespace SiteBuilder.Targets;

/// <summary>The way back to a release that stood before.</summary>
public interface IRollBack : IHazRelease
{
    /// <summary>Goes back.</summary>
    Target Rollback => _ => _
        .Description("Rolls an earlier revision of a release out again: the last good one before the present, or --to REVISION")
        .Executes(async () =>
        {
            var release = new ReleaseSession(this);
            var request = await release.RequestAsync();
            await release.RunAsync(nameof(Rollback), request, () => release.Rollout.RollbackAsync(request, To, ConsoleProgress.Rollout, Session.Cancelled));
        });
}
