using Nuke.Common;

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
            var plan = release.ReadPlan();
            var request = await release.RequestAsync(withObjects: true) with { Plan = plan, Command = nameof(Apply) };
            await release.RunAsync(nameof(Apply), request, () => release.Rollout.RunAsync(request, ConsoleProgress.Rollout, Session.Cancelled));
        });
}
