namespace SiteBuilder.Rollouts.Tests.Cluster;

/// <summary>The checkout that the tests were compiled in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "SiteBuilder.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException($"no SiteBuilder.sln above {AppContext.BaseDirectory}"));
}
