using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Behaviour;

/// <summary>
/// The stand-in against what the real program was seen to do. Left out, because the stand-in does better there:
/// 12-plan-target (the real one fails where no browser can be opened) and 33-requires-missing (the real one asks, and dies
/// where there is no terminal).
/// </summary>
[Trait("Suite", "Service")]
public sealed class RecordedBehaviourTests
{
    [Theory]
    [InlineData("10-help")]
    [InlineData("20-noop")]
    [InlineData("21-show-defaults")]
    [InlineData("22-show-env-x")]
    [InlineData("24-show-all-params")]
    [InlineData("26-show-envvars")]
    [InlineData("27-show-cli-over-envvar")]
    [InlineData("30-unknown-param")]
    [InlineData("31-unknown-target")]
    [InlineData("35-requires-ok")]
    [InlineData("36-onlywhendynamic")]
    [InlineData("37-skips")]
    [InlineData("38-skip-param")]
    [InlineData("40-fail")]
    [InlineData("41-fail-dependent")]
    [InlineData("42-softfail")]
    [InlineData("46-two-targets")]
    [InlineData("47-nologo")]
    [InlineData("49-verbosity-quiet")]
    [InlineData("60-github-host-requires-missing")]
    [InlineData("62-github-host-fail")]
    public Task Stand_in_writes_and_returns_what_the_real_program_does(string name) => Compare(name);

    [Theory]
    [InlineData("82-parameters-json-values")]
    [InlineData("83-profile-local")]
    [InlineData("84-envvar-over-file")]
    public Task Stand_in_reads_parameter_files_as_the_real_program_does(string name) => Compare(
        name,
        ("parameters.json", """{ "$schema": "./build.schema.json", "Env": "fromfile", "Retries": 9, "Tags": ["q", "r"] }"""),
        ("parameters.local.json", """{ "Env": "fromlocal" }"""));

    [Fact]
    public async Task Stand_in_generates_the_same_workflow_and_says_so_once()
    {
        using var build = new SampleBuild();
        var first = await build.RunAsync("--help");
        var second = await build.RunAsync("--help");

        first.Output.ShouldContain("[WRN] Configuration files for GitHubActions (continuous) have changed.");
        second.Output.ShouldNotContain("have changed");
        var recorded = Path.Combine(Repository.NukeFactsOrSkip("behaviour"), "02-continuous.yml.txt");
        build.Read(".github/workflows/continuous.yml").TrimEnd().ShouldBe((await File.ReadAllTextAsync(recorded, TestContext.Current.CancellationToken)).TrimEnd());
    }

    [Fact]
    public async Task Stand_in_generates_the_same_schema_but_for_what_it_lacks()
    {
        using var build = new SampleBuild();
        await build.RunAsync("--help");

        var recorded = Path.Combine(Repository.NukeFactsOrSkip("behaviour"), "02-build.schema.json.txt");
        var missing = (await File.ReadAllLinesAsync(recorded, TestContext.Current.CancellationToken)).Select(x => x.Trim())
            .Except(build.Read(".nuke/build.schema.json").Split('\n').Select(x => x.Trim()));
        missing.ShouldBe([
            "\"Partition\": {",
            "\"description\": \"Partition to use on CI\"",
            "\"Solution\": {",
            "\"description\": \"Path to a solution file that is automatically loaded\"",
        ]);
    }

    private static async Task Compare(string name, params (string Name, string Text)[] parameterFiles)
    {
        var file = Path.Combine(Repository.NukeFactsOrSkip("behaviour"), $"{name}.txt");
        var recorded = RecordedCase.Read(file);
        using var build = new SampleBuild();
        // the recorded program had run before, too
        await build.RunAsync("--help");
        foreach (var (parameterFile, text) in parameterFiles)
            build.Write($".nuke/{parameterFile}", text);

        var result = await build.RunAsync(recorded.Arguments, recorded.Environment);

        RecordedCase.Normalise(result.Output).ShouldBe(recorded.Output);
        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(recorded.ExitCode);
    }
}
