using Nuke.Common;
using Serilog;

namespace SiteBuilder.Targets;

/// <summary>What is known of a release.</summary>
public interface IShowRelease : IHazRelease
{
    private const int NotFine = 2;

    /// <summary>Shows how a release stands.</summary>
    Target Status => _ => _
        .Description("Shows every object of a release with its state and what others have changed; exit code 2 where something is not ready or has drifted")
        .Executes(async () =>
        {
            var release = new ReleaseSession(this);
            var status = await release.Rollout.StatusAsync(await release.RequestAsync(), Session.Cancelled);
            Session.Keep(nameof(Status), status);
            Log.Information("{Title}: {Status}", release.Title, status.ToText().TrimEnd());
            ExitCode = status.IsFine ? null : NotFine;
        });

    /// <summary>Shows the revisions of a release.</summary>
    Target History => _ => _
        .Description("Shows the revisions of a release: when, who, commit, result and what changed of the images")
        .Executes(async () =>
        {
            var release = new ReleaseSession(this);
            var history = await release.Rollout.HistoryAsync(await release.RequestAsync(), Session.Cancelled);
            Session.Keep(nameof(History), history);
            Log.Information("{Title}:\n{History}", release.Title, history.ToText().TrimEnd());
        });
}
