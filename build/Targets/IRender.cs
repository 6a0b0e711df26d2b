using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Platform.Rendering;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Targets;

/// <summary>What would be deployed, as plain YAML for a review.</summary>
public interface IRender : IHazDelivery
{
    /// <summary>Writes deploy/rendered.</summary>
    Target Render => _ => _
        .Description("Writes what would be deployed to deploy/rendered, for every environment")
        .Executes(() =>
        {
            foreach (var name in EnvironmentFiles.Names(Session.EnvironmentsFolder))
            {
                var environment = EnvironmentFiles.Load(Session.EnvironmentsFolder, name);
                var objects = PlatformManifests.Render(environment, PlatformManifests.ReviewLock(environment));
                var changes = RenderedFiles.Write(RootDirectory / "deploy" / "rendered" / name, objects);
                Log.Information("{Environment}: {Count} objects{Changes}", name, objects.Count, changes.None ? ", unchanged" : $"\n{changes}");
            }
        });
}
