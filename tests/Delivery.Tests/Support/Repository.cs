namespace SiteBuilder.Delivery.Tests.Support;

/// <summary>The repository that these tests belong to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "SiteBuilder.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no SiteBuilder.sln above the tests"));
}
