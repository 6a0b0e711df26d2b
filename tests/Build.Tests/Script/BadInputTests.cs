using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Script;

/// <summary>What is wrong before anything was done: one text that names stage, object and remedy, and exit code 255.</summary>
[Trait("Suite", "Service")]
public sealed class BadInputTests : IDisposable
{
    private const string NoEngine = "unix:///nowhere/docker.sock";
    private const string NoEngineText = "BuildImages: DOCKER_HOST is 'unix:///nowhere/docker.sock', but no Docker Engine answers there (there is no such socket). Unset DOCKER_HOST to use the engine of this machine, or correct it.";

    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "_build.dll");

    private readonly TemporaryFolder root = new();

    public BadInputTests()
    {
        Directory.CreateDirectory(Path.Combine(root.Path, ".nuke"));
        foreach (var name in new[] { "local", "staging" })
            root.Write($"deploy/environments/{name}.yaml", File.ReadAllText(Path.Combine(Repository.Root, "deploy", "environments", $"{name}.yaml")));
    }

    private string Environments => Path.Combine(root.Path, "deploy", "environments");

    [Fact]
    public async Task An_unknown_environment_is_told_with_the_nearest_name() =>
        (await FailureAsync("Deploy --env stagin")).ShouldBe($"BuildImages: There is no environment 'stagin' in {Environments}; did you mean 'staging'? It has: local, staging.");

    [Fact]
    public async Task Every_problem_of_an_environment_file_is_told_with_its_place()
    {
        var local = File.ReadAllText(Path.Combine(Environments, "local.yaml"));
        var file = root.Write("deploy/environments/mine.yaml", local.Replace("database:", "databse:", StringComparison.Ordinal).Replace("apiPort: 6443", "apiPort: many", StringComparison.Ordinal));

        (await FailureAsync("Deploy --env mine")).ShouldBe($"""
            BuildImages: {file} has 2 problems:
              {file}:6:14: cluster.sandbox.apiPort: expected a port from 1 to 65535, found 'many'
              {file}:30:1: databse is no known key, did you mean 'database'? Known: cluster, registry, base, brands, services, database, queue, objectStorage, secrets, ingress, waf, features, gates
            """);
    }

    [Fact]
    public async Task Nothing_is_rendered_while_a_file_has_problems()
    {
        var one = root.Write("deploy/environments/a.yaml", "");
        var two = root.Write("deploy/environments/z.yaml", "- x");

        (await FailureAsync("Render")).ShouldBe($"""
            Render: {one} has 1 problem:
              {one}:1:1: the file is empty: expected cluster, base and brands at least
            {two} has 1 problem:
              {two}:1:1: expected keys with values, found a list
            """);
        Directory.Exists(Path.Combine(root.Path, "deploy", "rendered")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_engine_out_of_reach_is_told_before_anything_is_built() =>
        (await FailureAsync("Deploy", ("DOCKER_HOST", NoEngine))).ShouldBe(NoEngineText);

    [Fact]
    public async Task Variables_of_the_shell_choose_neither_environment_nor_cluster()
    {
        var result = await RunAsync("Deploy", ("DOCKER_HOST", NoEngine), ("ENV", "staging"), ("KUBECONFIG", "/nowhere"), ("NAME", "staging"), ("HOST", "staging"), ("REGISTRY", "elsewhere"));

        Failure(result).ShouldBe(NoEngineText);
        result.Output.ShouldContain("Environment local (deploy/environments/local.yaml)");
    }

    [Fact]
    public async Task A_stage_whose_forerunner_never_ran_names_it() =>
        (await FailureAsync("Deploy --skip BuildImages Test Scan Publish")).ShouldBe($"Deploy: There is no image lock at {root.Path}/artifacts/images.lock.json. Run ./build.sh Publish first.");

    public void Dispose() => root.Dispose();

    private async Task<string> FailureAsync(string line, params (string Name, string Value)[] environment) => Failure(await RunAsync(line, environment));

    private Task<ProcessResult> RunAsync(string line, params (string Name, string Value)[] environment) =>
        Run.ProcessAsync("dotnet", [s_program, .. line.Split(' ')], root.Path, environment.ToDictionary(x => x.Name, x => x.Value));

    /// <summary>The one error of the output, without its time.</summary>
    private static string Failure(ProcessResult result)
    {
        const string mark = "[ERR] ";
        result.ExitCode.ShouldBe(255, result.Output + result.Error);
        result.Output.ShouldNotContain("   at ");
        var parts = result.Output.Split(mark);
        parts.Length.ShouldBe(2, result.Output);
        return string.Join('\n', parts[1].Split('\n').TakeWhile(x => x.Length > 0 && !x.StartsWith('\u200b')));
    }
}
