namespace SiteBuilder.Build.Tests.Behaviour;

/// <summary>Behaviour of the stand-in of which there is no record, or where it is better than the real program.</summary>
[Trait("Suite", "Service")]
public sealed class SampleBehaviourTests : IDisposable
{
    private readonly SampleBuild build = new();

    [Fact]
    public async Task A_missing_parameter_is_one_line_without_a_terminal()
    {
        var result = await build.RunPlainAsync("Deploy --no-logo");

        result.Output.ShouldContain("\nTarget 'Deploy' requires member 'Env' to be not null or empty\n");
        result.Output.ShouldContain("Deploy             NotRun");
        result.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task Plan_is_printed_and_written_as_a_page_that_needs_no_network()
    {
        var result = await build.RunPlainAsync("AfterFail --plan --no-logo");

        result.ExitCode.ShouldBe(0);
        result.Output.ReplaceLineEndings("\n").ShouldContain(
            """
            Targets in the order in which they would run:

              1. Noop       needed by Fail
              2. Fail       needed by AfterFail
              3. Always     triggered by Fail
              4. AfterFail  asked for
            """.ReplaceLineEndings("\n"));
        var page = build.Read(".nuke/temp/execution-plan.html");
        page.ShouldContain(">AfterFail</text>");
        page.ShouldNotContain("http");
    }

    [Theory]
    [InlineData("noop")]
    [InlineData("no-op")]
    [InlineData("--target Noop")]
    [InlineData("-target Noop")]
    public async Task Targets_are_found_in_any_spelling(string arguments)
    {
        var result = await build.RunPlainAsync($"{arguments} --no-logo");

        result.Output.ShouldContain("Noop               Succeeded");
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_plus_joins_targets()
    {
        var result = await build.RunPlainAsync("Noop+Clean --no-logo");

        result.Output.ShouldContain("Noop               Succeeded");
        result.Output.ShouldContain("Clean              Succeeded");
    }

    [Fact]
    public async Task Skip_without_names_leaves_all_dependencies_out()
    {
        var result = await build.RunPlainAsync("Test --no-logo --skip");

        result.Output.ShouldContain("Restore            Skipped                // Skipped: via parameter");
        result.Output.ShouldContain("Compile            Skipped                // Skipped: via parameter");
        result.Output.ShouldContain("Test               Succeeded");
    }

    [Fact]
    public async Task A_component_reads_its_parameter_when_it_asks()
    {
        (await build.RunPlainAsync("Restore")).Output.ShouldContain("Ignore = False");
        (await build.RunPlainAsync("Restore --ignore-failed-sources")).Output.ShouldContain("Ignore = True");
        (await build.RunPlainAsync("Restore --ignore-failed-sources false")).Output.ShouldContain("Ignore = False");
    }

    [Fact]
    public async Task Continue_takes_up_where_the_same_call_failed()
    {
        (await build.RunPlainAsync("AfterFail")).Output.ShouldContain("Noop               Succeeded");

        var again = await build.RunPlainAsync("AfterFail --continue");
        again.Output.ShouldContain("Noop               Skipped");
        again.Output.ShouldContain("Fail               Failed");

        (await build.RunPlainAsync("Fail --continue")).Output.ShouldContain("Noop               Succeeded");
    }

    [Fact]
    public async Task A_broken_parameters_file_is_one_line()
    {
        build.Write(".nuke/parameters.json", "{ \"Env\": ");

        var result = await build.RunPlainAsync("Noop");

        result.Output.ShouldContain("parameters.json is not valid JSON");
        result.Output.ShouldNotContain("   at ");
        result.ExitCode.ShouldBe(255);
    }

    public void Dispose() => build.Dispose();
}
