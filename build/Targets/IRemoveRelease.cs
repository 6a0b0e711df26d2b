using Nuke.Common;
using Serilog;

namespace SiteBuilder.Targets;

/// <summary>The end of a release.</summary>
public interface IRemoveRelease : IHazRelease
{
    /// <summary>Takes a release off.</summary>
    Target Remove => _ => _
        .Description("Takes a whole release off its cluster; what holds data stays without --consent, and all but the sandbox asks for --yes NAME")
        .Executes(async () =>
        {
            var release = new ReleaseSession(this);
            var request = await release.RequestAsync();
            release.Confirm(request);
            await release.RunAsync(nameof(Remove), request, async report =>
            {
                var result = await release.Rollout.RemoveAsync(request, Consent, ConsoleProgress.Rollout, Session.Cancelled);
                foreach (var kept in result.Kept())
                {
                    Log.Warning("{Object} stays: {Reason}", kept.Object, kept.Reason);
                }

                return (report with { Removal = result }, result.ToText());
            });
        });
}
