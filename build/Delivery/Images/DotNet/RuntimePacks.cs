using System.Text.Json;
using System.Xml.Linq;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>
/// The .NET runtime as a layer, from the packs that <c>deploy/images/dotnet/runtime.csproj</c> pins: the same bits on every machine, whatever SDK compiles.
/// </summary>
internal sealed class RuntimePacks(ProcessRunner runner, string root, string tempFolder)
{
    public const string Project = "deploy/images/dotnet/runtime.csproj";
    public const string InstallFolder = "usr/share/dotnet";
    private const string Runtime = "linux-x64";

    // for debuggers and tracing by LTTng, which the base does not have
    private static readonly string[] Unused = ["libmscordbi.so", "libmscordaccore.so", "libcoreclrtraceptprovider.so", "createdump"];

    public string Version { get; } = XDocument.Load(Path.Combine(root, Project)).Descendants("DotNetRuntimeVersion").Single().Value;

    public string HostTemplate => Path.Combine(Pack("Microsoft.NETCore.App.Host"), "runtimes", Runtime, "native", "apphost");

    private string AssetsFile => Path.Combine(tempFolder, "obj", "project.assets.json");

    /// <summary>Fetches the packs where this machine does not have them yet.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (File.Exists(AssetsFile) && File.Exists(HostTemplate))
        {
            return;
        }

        await runner.RunAsync(
            new ToolCommand("dotnet", "restore", Path.Combine(root, Project), "--verbosity", "quiet", $"-p:ContainerRuntime={Runtime}", $"-p:BaseIntermediateOutputPath={Path.Combine(tempFolder, "obj")}/", $"-p:MSBuildProjectExtensionsPath={Path.Combine(tempFolder, "obj")}/")
            {
                Stage = "BuildImages",
                Subject = ".NET runtime packs",
                Remedy = $"The NuGet source must carry the packs of .NET {Version}; the version is in {Project}.",
            },
            cancellation: cancellation).ConfigureAwait(false);
    }

    public IEnumerable<LayerEntry> Entries() =>
    [
        LayerEntry.FileFrom($"{InstallFolder}/host/fxr/{Version}/libhostfxr.so", Path.Combine(Pack("Microsoft.NETCore.App.Runtime"), "runtimes", Runtime, "native", "libhostfxr.so")),
        .. Framework("Microsoft.NETCore.App", null),
        .. Framework("Microsoft.AspNetCore.App", "Microsoft.NETCore.App"),
    ];

    private IEnumerable<LayerEntry> Framework(string name, string? basedOn)
    {
        var pack = Pack(name + ".Runtime");
        var folder = $"{InstallFolder}/shared/{name}/{Version}";
        var list = XDocument.Load(Path.Combine(pack, "data", "RuntimeList.xml"));
        var files = FrameworkFile.Read(list).Where(f => f.Name != "libhostfxr.so" && !Unused.Contains(f.Name)).ToList();
        foreach (var file in files)
        {
            yield return LayerEntry.FileFrom($"{folder}/{file.Name}", Path.Combine(pack, file.Path));
        }

        yield return LayerEntry.File($"{folder}/{name}.deps.json", FrameworkDocuments.Dependencies($"{name}.Runtime.{Runtime}", Version, Runtime, files));
        yield return LayerEntry.File($"{folder}/{name}.runtimeconfig.json", FrameworkDocuments.Config(basedOn, Version));
    }

    private string Pack(string name)
    {
        var folder = Path.Combine($"{name}.{Runtime}".ToLowerInvariant(), Version);
        using var assets = JsonDocument.Parse(File.ReadAllBytes(AssetsFile));
        var roots = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        return roots.Select(r => Path.Combine(r, folder)).FirstOrDefault(Directory.Exists) ?? Path.Combine(roots[0], folder);
    }
}
