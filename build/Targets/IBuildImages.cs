using Nuke.Common;
using SiteBuilder.Delivery.Images;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Targets;

/// <summary>Stage one: every image whose inputs changed, as OCI layouts in artifacts/images.</summary>
public interface IBuildImages : IHazDelivery
{
    /// <summary>Builds images.</summary>
    Target BuildImages => _ => _
        .Description("Stage 1: builds the images whose inputs changed")
        .Executes(() => Session.StageAsync(nameof(BuildImages), BuildImagesAsync));

    private async Task<(string, bool)> BuildImagesAsync()
    {
        var environment = Session.Environment;
        MachineTool[] tools = environment.Base.IsBootstrapped ? [MachineTool.Mmdebstrap, MachineTool.DockerEngine] : [MachineTool.DockerEngine];
        await Session.Toolbox.EnsureAsync(tools, Bootstrap, Session.Cancelled);

        var services = ServiceTable.All.Where(service => service.Project is not null).Select(service => new ServiceImage(service.Image, service.Project!));
        var catalog = ImageCatalog.Load(RootDirectory, services, environment.Base.Reference);
        var wanted = environment.Cluster.Sandbox is null ? PlatformManifests.Images(environment) : [.. PlatformManifests.Images(environment), ImageNames.Registry];
        var builder = new ImageBuilder(Session.Tools, new ImageBuildOptions(RootDirectory) { Force = Force });
        var report = await builder.BuildAsync(
            catalog.Only([.. wanted]), new ConsoleProgress<ImageProgress>(step => $"{step.Image}: {step.Step}"), ConsoleProgress.Sentences.Report, Session.Cancelled);
        report.ThrowIfFailed();
        Session.Keep(report);
        return (report.Built == 0 ? $"nothing to build, {report.Images.Count} images unchanged" : $"{report.Built} built, {report.Images.Count - report.Built} unchanged", report.Built > 0);
    }
}
