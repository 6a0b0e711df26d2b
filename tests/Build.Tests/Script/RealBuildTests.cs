using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Script;

/// <summary>The compiled build program of this repository as a process, without the script around it.</summary>
[Trait("Suite", "Service")]
public sealed class RealBuildTests
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "_build.dll");

    [Fact]
    public async Task Help_shows_every_shared_parameter_and_no_logo_in_a_pipe()
    {
        var result = await RunAsync("--help");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldNotContain("NUKE Execution Engine");
        foreach (var option in new[] { "--env", "--kubeconfig", "--kube-context", "--registry", "--bootstrap", "--force" })
            result.Output.ShouldContain($"  {option} ");
    }

    [Fact]
    public async Task No_target_shows_the_help()
    {
        (await RunAsync()).Output.ShouldBe((await RunAsync("--help")).Output);
    }

    [Fact]
    public async Task A_wrong_option_is_one_line_on_standard_error()
    {
        var result = await RunAsync("--enviroment", "local");

        result.ShouldBe(new ProcessResult(255, string.Empty, "Unknown option '--enviroment'. ./build.sh --help lists all.\n"));
    }

    [Fact]
    public async Task Variables_that_everybody_has_do_not_get_in_the_way()
    {
        var result = await RunAsync(["--help"], new Dictionary<string, string>
        {
            ["ENV"] = "production",
            ["HOST"] = "laptop",
            ["TARGET"] = "nonsense",
            ["VERBOSITY"] = "loud",
            ["FORCE"] = "maybe",
        });

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldBeEmpty();
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    private static Task<ProcessResult> RunAsync(string[] arguments, Dictionary<string, string> environment) =>
        Run.ProcessAsync("dotnet", [s_program, .. arguments], Repository.Root, environment);
}
