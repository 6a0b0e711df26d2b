using System.Text.Json.Nodes;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Manifests.Tests;

/// <summary>The environments of the repository and what they render to.</summary>
internal static class Platform
{
    public static string Root { get; } = FindRoot();

    public static string EnvironmentFolder => Path.Combine(Root, "deploy", "environments");

    public static TheoryData<string> Environments => [.. EnvironmentFiles.Names(EnvironmentFolder)];

    public static DeliveryEnvironment Load(string name) => EnvironmentFiles.Load(EnvironmentFolder, name);

    public static IReadOnlyList<JsonObject> Render(string name) => Render(Load(name));

    public static IReadOnlyList<JsonObject> Render(DeliveryEnvironment environment) =>
        PlatformManifests.Render(environment, PlatformManifests.ReviewLock(environment));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SiteBuilder.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No SiteBuilder.sln above {AppContext.BaseDirectory}.");
    }
}
