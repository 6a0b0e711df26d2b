using System.Reflection;
using SiteBuilder.Build.Tests.Support;
using SiteBuilder.CommandLine;
using SiteBuilder.Workflows;

namespace SiteBuilder.Build.Tests.Workflows;

/// <summary>Files that the build generates and that are committed, against what it generates now.</summary>
[Trait("Suite", "Service")]
public sealed class CommittedFilesTests : IDisposable
{
    private static readonly Type s_build = Assembly.Load("_build").GetType("Build", throwOnError: true)!;

    private readonly TemporaryFolder root = new();

    [Theory]
    [InlineData(".nuke/build.schema.json")]
    [InlineData(".github/workflows/delivery.yml")]
    public async Task A_committed_file_is_what_the_build_generates(string file)
    {
        root.Write(".nuke/parameters.json", "{}");
        var program = Path.Combine(AppContext.BaseDirectory, "_build.dll");

        var result = await Run.ProcessAsync("dotnet", [program, "--help", "--root", root.Path], root.Path);

        result.ExitCode.ShouldBe(0, result.Error);
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, file), TestContext.Current.CancellationToken);
        committed.ShouldBe(root.Read(file), "./build.sh --help writes it anew; commit the result");
    }

    [Fact]
    public async Task Every_committed_environment_is_rendered_for_reviews()
    {
        var result = await Run.ProcessAsync("git", ["ls-files", "deploy"], Repository.Root);
        var files = result.Output.Split('\n');
        var environments = files.Where(x => x.StartsWith("deploy/environments/", StringComparison.Ordinal)).Select(x => Path.GetFileNameWithoutExtension(x));
        var rendered = files.Where(x => x.StartsWith("deploy/rendered/", StringComparison.Ordinal)).Select(x => x.Split('/')[2]).Distinct();

        environments.ShouldBe(rendered, ignoreOrder: true, "./build.sh Render writes deploy/rendered; commit the result");
    }

    [Fact]
    public void The_commands_of_the_workflow_are_such_as_the_build_understands()
    {
        var workflow = s_build.GetCustomAttribute<DeliveryWorkflowAttribute>().ShouldNotBeNull();
        var known = KnownNames.Of(s_build);

        foreach (var command in new[] { workflow.TestCommand, workflow.DeployCommand })
        {
            Assert.SkipUnless(known.HasTarget(command.Split(' ')[0]), $"Target '{command.Split(' ')[0]}' is not part of the build yet");
            StrictCommandLine.Check(s_build, command.Split(' '), new Dictionary<string, string>()).ShouldBeNull();
        }
    }

    public void Dispose() => root.Dispose();
}
