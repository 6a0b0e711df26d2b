namespace SiteBuilder.Model.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class RepositoryRoot
{
    public static string Folder { get; } = Find();

    public static string Environments => Path.Combine(Folder, "deploy", "environments");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SiteBuilder.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No SiteBuilder.sln above {AppContext.BaseDirectory}.");
    }
}
