using Nuke.Common;
using SiteBuilder.Delivery.Testing;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Targets;

/// <summary>Stage two: the tests, with TRX and coverage in artifacts/test-results. What passed runs again only when its inputs changed.</summary>
public interface IRunTests : IBuildImages
{
    /// <summary>Runs tests: all of them when it is asked for by name, the suites of the environment's gate on the way to a deploy.</summary>
    Target Test => _ => _
        .Description("Stage 2: runs the tests whose inputs changed; named alone it runs every suite, end to end included")
        .DependsOn(BuildImages)
        .WhenSkipped(DependencyBehavior.Execute)
        .Executes(() => Session.StageAsync(nameof(Test), TestAsync));

    private async Task<(string, bool)> TestAsync()
    {
        var everything = InvokedTargets.Any(target => target.Name == nameof(Test));
        TestSuite[] suites = everything ? Enum.GetValues<TestSuite>() : [.. Session.Environment.Gates.Test.Suites];
        // tests that need them are skipped without them, so they are worth no error
        if (Bootstrap && Environment.IsPrivilegedProcess && suites.Contains(TestSuite.Service)) await Session.Toolbox.EnsureAsync([MachineTool.Busybox, MachineTool.Chromium, MachineTool.Swift], Bootstrap, Session.Cancelled);
        var projects = Directory.EnumerateFiles(RootDirectory / "tests", "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RootDirectory, file).Replace('\\', '/'))
            .Where(file => suites.Contains(TestSuite.EndToEnd) || !file.Contains("EndToEnd", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        var runner = new TestRunner(Session.Tools, new TestOptions(RootDirectory, [.. projects], suites) { Force = Force, FurtherInputs = s_furtherInputs });
        var report = await runner.RunAsync(ConsoleProgress.Sentences, Session.Cancelled);
        report.ThrowIfFailed();
        return (report.RanNow == 0 ? $"nothing to test, {report.Total} before" : $"{report.Total}; {report.RanNow} of {report.Projects.Count} projects ran", report.RanNow > 0);
    }

    /// <summary>What tests read beyond what they are compiled from.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> s_furtherInputs = new()
    {
        ["tests/Build.Tests/SiteBuilder.Build.Tests.csproj"] = ["build.sh", "build.ps1", "build.cmd", ".nuke/build.schema.json", ".github/workflows"],
        ["tests/Model.Tests/SiteBuilder.Model.Tests.csproj"] = ["deploy/environments", "docs/environments.md"],
        ["tests/Manifests.Tests/SiteBuilder.Manifests.Tests.csproj"] = ["deploy/environments", "deploy/images/postgres", "deploy/Manifests", "deploy/Model", "deploy/rendered", "docs", "src/Database"],
        ["tests/Rollouts.Tests/SiteBuilder.Rollouts.Tests.csproj"] = ["deploy/rendered"],
        ["tests/Database.Tests/SiteBuilder.Database.Tests.csproj"] = ["deploy/environments", "deploy/images/object-storage", "deploy/images/postgres", "docs"],
        ["tests/Delivery.Tests/SiteBuilder.Delivery.Tests.csproj"] = ["deploy/environments", "deploy/images"],
        ["tests/ObjectStore.Tests/SiteBuilder.ObjectStore.Tests.csproj"] = ["deploy/images/object-storage"],
        ["tests/Waf.Tests/SiteBuilder.Waf.Tests.csproj"] = ["deploy/environments", "deploy/images/waf"],
        ["tests/EndToEnd.Tests/SiteBuilder.EndToEnd.Tests.csproj"] = ["build", "build.sh", "deploy", "src", "tests"],
    };
}
