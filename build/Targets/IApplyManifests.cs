using Nuke.Common;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Rollouts.Plan.Saved;

namespace SiteBuilder.Targets;

/// <summary>The whole engine on plain manifests that are not ours.</summary>
public interface IApplyManifests : IHazRelease
{
    /// <summary>Rolls manifests out.</summary>
    Target Apply => _ => _
        .Description("Rolls plain manifests out as one release: ./build.sh Apply --manifests FOLDER --release NAME --kubeconfig FILE")
        .Requires(() => Manifests)
        .Requires(() => Release)
        .Executes(async () =>
        {
            var release = new ReleaseSession(this);
            var plan = FromPlan is { } file ? SavedPlan.Read(Path.GetFullPath(file)) : null;
            var request = await release.RequestAsync(withObjects: true) with { Plan = plan };
            await release.RunAsync(nameof(Apply), request, () => new Rollout(TimeProvider.System).RunAsync(request, ConsoleProgress.Rollout, Session.Cancelled));
        });
}
