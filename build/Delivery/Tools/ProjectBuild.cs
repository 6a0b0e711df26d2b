namespace SiteBuilder.Delivery.Tools;

/// <summary>A <c>dotnet build</c> of many projects at once that leaves nothing running.</summary>
internal static class ProjectBuild
{
    /// <summary>The command; its exit code is the caller's to judge.</summary>
    /// <param name="project">The file that names the projects.</param>
    /// <param name="root">The repository.</param>
    /// <param name="stage">The stage that an error names.</param>
    public static ToolCommand Of(string project, string root, string stage) => new(
        "dotnet",
        "build",
        project,
        "--verbosity",
        "quiet",
        "-maxCpuCount",
        "-nodeReuse:false",
        "--nologo",
        "-consoleLoggerParameters:NoSummary",
        // one compiler for all projects, as starting one takes longer than most compilations; its name is its own, so that it can be ended with the build
        "-property:UseSharedCompilation=true",
        $"-property:SharedCompilationId=sitebuilder-{Guid.NewGuid():n}")
    {
        Directory = root,
        Stage = stage,
        MustSucceed = false,
        EndsLeftovers = true,
    };
}
