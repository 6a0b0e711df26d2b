using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace SiteBuilder.Manifests.Tests.AddAService;

/// <summary>The model and the manifests with a change to their source: compiled by the SDK in a folder of their own, loaded beside ours.</summary>
internal sealed class ChangedModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sitebuilder-service-").FullName;
    private readonly OwnAssemblies _context;

    public ChangedModel() => _context = new OwnAssemblies(Path.Combine(_folder, "out"));

    public async Task BuildAsync(string file, Func<string, string> change)
    {
        foreach (var name in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig"])
        {
            File.Copy(Path.Combine(Platform.Root, name), Path.Combine(_folder, name));
        }

        foreach (var source in ((string[])["Model", "Manifests"]).SelectMany(project => Directory.EnumerateFiles(Path.Combine(Platform.Root, "deploy", project), "*", SearchOption.AllDirectories)))
        {
            var path = Path.GetRelativePath(Platform.Root, source);
            if (!path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
                File.Copy(source, Path.Combine(_folder, path));
            }
        }

        var changed = Path.Combine(_folder, file);
        await File.WriteAllTextAsync(changed, change(await File.ReadAllTextAsync(changed)));
        var start = new ProcessStartInfo("dotnet", ["build", Path.Combine(_folder, "deploy", "Manifests"), "-c", "Release", "-v", "q", "-nologo", "-o", Path.Combine(_folder, "out")]) { RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        build.ExitCode.ShouldBe(0, output);
    }

    public IReadOnlyList<JsonObject> Render(string environment)
    {
        var (manifests, model) = (Load("SiteBuilder.Manifests"), Load("SiteBuilder.Model"));
        var loaded = Call(model.GetType("SiteBuilder.Model.Environments.EnvironmentFiles")!, "Load", Platform.EnvironmentFolder, environment);
        var render = manifests.GetType("SiteBuilder.Manifests.PlatformManifests")!;
        return (IReadOnlyList<JsonObject>)Call(render, "Render", loaded, Call(render, "ReviewLock", loaded));
    }

    public void Dispose()
    {
        _context.Unload();
        Directory.Delete(_folder, recursive: true);
    }

    private Assembly Load(string name) => _context.LoadFromAssemblyName(new AssemblyName(name));

    private static object Call(Type type, string method, params object[] arguments) => type.GetMethod(method)!.Invoke(null, arguments)!;
}
