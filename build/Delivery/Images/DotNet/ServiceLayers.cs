using SiteBuilder.Delivery.Images.Debian;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.Oci;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>
/// Lays a published service out on its base: runtime, packages, application. A code change touches the last layer alone, which holds
/// some kilobytes.
/// </summary>
internal sealed class ServiceLayers(LayerCache layers, RuntimePacks packs)
{
    private const string AppFolder = "app";

    public ImageContent Compose(ServiceImage image, OciLayout below, PublishedService service, CancellationToken cancellation)
    {
        var (_, _, baseConfig) = below.Read();
        var files = below.Layers().ToList();
        files.Add(layers.Get(packs.Entries(), $".NET runtime {packs.Version}", cancellation));
        if (service.Packages.Count > 0)
        {
            files.Add(layers.Get(service.Packages.Select(f => Entry(service, f)), $"packages of {image.Assembly}", cancellation));
        }

        var host = LayerEntry.File($"{AppFolder}/{image.Assembly}", ApplicationHost.Bind(packs.HostTemplate, image.Assembly + ".dll"), 0b111_101_101);
        files.Add(layers.Get(service.Own.Select(f => Entry(service, f)).Append(host), image.Assembly, cancellation));
        return new ImageContent(image.Name.Value, ImagePlatform.LinuxAmd64, Config(image, baseConfig.Config), files);
    }

    private static LayerEntry Entry(PublishedService service, string file) => LayerEntry.FileFrom($"{AppFolder}/{file}", Path.Combine(service.Folder, file));

    private static ContainerConfig Config(ImageDefinition image, ContainerConfig below) => new()
    {
        User = $"{ShelllessRoot.User}:{ShelllessRoot.User}",
        WorkingDir = "/" + AppFolder,
        Entrypoint = [$"/{AppFolder}/{((ServiceImage)image).Assembly}"],
        ExposedPorts = new() { ["8080/tcp"] = new(), ["8081/tcp"] = new() },
        Env =
        [
            .. below.Env ?? [],
            $"DOTNET_ROOT=/{RuntimePacks.InstallFolder}",
            "DOTNET_RUNNING_IN_CONTAINER=true",
            "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1",
            "DOTNET_gcServer=0",
            "DOTNET_NOLOGO=1",
        ],
        Labels = ImageLabels.Of(image.Name),
        StopSignal = "SIGTERM",
    };
}
