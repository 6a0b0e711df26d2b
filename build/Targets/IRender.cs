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
            foreach (var environment in EnvironmentFiles.LoadAll(Session.EnvironmentsFolder))
            {
                var objects = PlatformManifests.Render(environment, PlatformManifests.ReviewLock(environment));
                var changes = RenderedFiles.Write(RootDirectory / "deploy" / "rendered" / environment.Name, objects, environment.Name);
                Log.Information("{Environment}: {Count} objects{Changes}", environment.Name, objects.Count, changes.None ? ", unchanged" : $"\n{changes}");
            }
        });
}
