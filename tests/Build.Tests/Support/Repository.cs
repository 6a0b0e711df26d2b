namespace SiteBuilder.Build.Tests.Support;

/// <summary>Places in and beside the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Facts about the real Nuke, recorded outside of the repository; may be absent.</summary>
    public static string NukeFacts => Path.Combine(Root, "..", "shared", "nuke");

    /// <summary>The sample's program in the configuration of this test run.</summary>
    public static string SampleProgram => Path.Combine(
        Root, "tests", "Build.Tests", "Sample", "bin", Configuration, "net10.0", "SiteBuilder.Build.Sample.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Files that belong to the repository, relative to its root.</summary>
    public static async Task<IReadOnlyList<string>> FilesAsync()
    {
        var result = await Run.ProcessAsync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], Root);
        result.ExitCode.ShouldBe(0, result.Error);
        return [.. result.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(x => File.Exists(Path.Combine(Root, x)))];
    }

    /// <summary>Folder of the recorded facts; skips the test where it is absent.</summary>
    public static string NukeFactsOrSkip(string folder)
    {
        var found = Path.Combine(NukeFacts, folder);
        Assert.SkipUnless(Directory.Exists(found), $"The recorded facts about the real Nuke are not at {found}");
        return found;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SiteBuilder.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No SiteBuilder.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
