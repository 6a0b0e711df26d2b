using System.Security;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>
/// Publishes all changed services in one run of MSBuild, so that what they share is compiled once. Its own output folder keeps the
/// developer's bin and obj untouched. Framework-dependent and without a runtime identifier: the fastest publish, and the same lock files.
/// </summary>
internal sealed class ServicePublisher(ProcessRunner runner, string root, string tempFolder)
{
    /// <summary>Publishes; a service that failed has the error in its place.</summary>
    public async Task<IReadOnlyDictionary<ImageName, Published>> PublishAsync(IReadOnlyList<ServiceImage> services, CancellationToken cancellation)
    {
        foreach (var folder in services.Select(Folder).Where(Directory.Exists))
        {
            // what an earlier publish left must not get into the image
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(tempFolder);
        var project = Path.Combine(tempFolder, "publish.proj");
        await File.WriteAllTextAsync(project, Script(services), cancellation).ConfigureAwait(false);
        var command = ProjectBuild.Of(project, root, "BuildImages");
        var result = await runner.RunAsync(command, cancellation: cancellation).ConfigureAwait(false);
        return services.ToDictionary(s => s.Name, s => Judge(s, result));
    }

    private Published Judge(ServiceImage service, ToolResult result)
    {
        var complete = new[] { ".dll", ".deps.json", ".runtimeconfig.json" }.All(e => File.Exists(Path.Combine(Folder(service), service.Assembly + e)));
        if (complete && (result.ExitCode == 0 || !Names(result, service)))
        {
            return new Published(DependencyFile.Split(Folder(service), service.Assembly), null);
        }

        var found = $"publish failed:\n    {string.Join("\n    ", CompileErrors.In(result, root).DefaultIfEmpty($"exit code {result.ExitCode}, no {service.Assembly}.dll in {Folder(service)}"))}";
        return new Published(null, new StepFailedException("BuildImages", $"image '{service.Name}'", found, $"{service.ProjectPath} publishes", $"dotnet publish {service.ProjectPath} -c Release"));
    }

    private static bool Names(ToolResult result, ServiceImage service) =>
        result.Output.Split('\n').Any(l => l.Contains("error", StringComparison.Ordinal) && l.Contains(Path.GetFileName(service.ProjectPath), StringComparison.Ordinal));

    // the layout of the SDK's artifacts folder: publish/<project>/<configuration in lower case>
    private string Folder(ServiceImage service) => Path.Combine(tempFolder, "publish", service.Assembly, "release");

    private string Script(IReadOnlyList<ServiceImage> services)
    {
        var items = string.Concat(services.Select(s => $"    <Service Include=\"{Escape(Path.Combine(root, s.ProjectPath))}\" />\n"));

        // paths, commits and clocks must not reach the assemblies: the same source is the same image wherever it is compiled
        var properties = $"Configuration=Release;ArtifactsPath={Escape(tempFolder)};UseAppHost=false;Deterministic=true;PathMap={Escape(root)}/=/src/%2C{Escape(tempFolder)}/=/build/;IncludeSourceRevisionInInformationalVersion=false;EnableSourceLink=false;EnableSourceControlManagerQueries=false;GenerateDocumentationFile=false;RunAnalyzers=false;ErrorOnDuplicatePublishOutputFiles=true";
        return $"""
            <Project>
              <ItemGroup>
            {items}  </ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Service)" Targets="Restore" Properties="{properties};MSBuildRestoreSessionId=restore" ContinueOnError="ErrorAndContinue" />
                <MSBuild Projects="@(Service)" Targets="Publish" Properties="{properties}" BuildInParallel="true" />
              </Target>
            </Project>
            """;
    }

    private static string Escape(string value) => SecurityElement.Escape(value);
}
