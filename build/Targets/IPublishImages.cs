using Nuke.Common;
using SiteBuilder.Delivery.Registries;
using SiteBuilder.Manifests;

namespace SiteBuilder.Targets;

/// <summary>Stage four: images into the environment's registry, pinned by digest in artifacts/images.lock.json.</summary>
public interface IPublishImages : IScanImages
{
    /// <summary>Pushes what the registry does not have.</summary>
    Target Publish => _ => _
        .Description("Stage 4: pushes the images to the environment's registry and pins them by digest")
        .DependsOn(Scan)
        .WhenSkipped(DependencyBehavior.Execute)
        .Executes(() => Session.StageAsync(nameof(Publish), PublishAsync));

    private async Task<(string, bool)> PublishAsync()
    {
        var environment = Session.Environment;
        if (environment.Cluster.Sandbox is { } settings)
        {
            using var engine = await Session.EngineAsync();
            await new LocalRegistry(engine, Session.RegistryOptions(settings)).EnsureAsync(Session.Cancelled);
        }

        using var client = new RegistryClient(environment.Registry.Host);
        var publisher = new ImagePublisher(client, new RegistryTarget(environment.Registry.Host, environment.Registry.Prefix));
        var images = Session.BuiltImages()
            .Where(image => PlatformManifests.Images(environment).Contains(image.Name))
            .Select(image => new ImageToPush(image.Name, image.LayoutFolder!, [$"inputs-{image.Fingerprint![..16]}"]));
        var report = await publisher.PublishAsync([.. images], ConsoleProgress.Sentences, Session.Cancelled);

        ImageLockFile.Write(Session.ImageLockFile, report.Lock);
        return (report.Pushed == 0 ? $"nothing to push, {report.Skipped} images are there" : $"{report.Pushed} pushed ({report.Bytes / 1024.0 / 1024:0.0} MiB), {report.Skipped} were there", report.Pushed > 0);
    }
}
