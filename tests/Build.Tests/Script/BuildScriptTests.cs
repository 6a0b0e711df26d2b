using System.Globalization;
using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Script;

/// <summary>build.sh with real compiles.</summary>
[Trait("Suite", "Service")]
public sealed class BuildScriptTests : IDisposable
{
    private readonly ScriptedRoot root = new();

    [Fact]
    public async Task Arguments_and_exit_code_pass_unchanged_and_the_compile_is_silent()
    {
        root.WriteProgram("Console.WriteLine(string.Join('|', args)); return 42;");

        var result = await root.RunAsync("Deploy", "--env", "two words", "", "$HOME");

        result.ShouldBe(new ProcessResult(42, "Deploy|--env|two words||$HOME\n", string.Empty));
    }

    [Fact]
    public async Task It_compiles_only_when_an_input_contains_something_else()
    {
        (await root.RunAsync("one")).Output.ShouldBe("one\n");
        var first = root.Compiled;

        (await root.RunAsync("two")).Output.ShouldBe("two\n");
        root.Compiled.ShouldBe(first);

        File.SetLastWriteTimeUtc(Path.Combine(root.Path, "build/Program.cs"), DateTime.UtcNow.AddMinutes(1));
        (await root.RunAsync("three")).Output.ShouldBe("three\n");
        root.Compiled.ShouldBe(first);

        root.WriteProgram("Console.WriteLine(\"changed\");");
        (await root.RunAsync()).Output.ShouldBe("changed\n");
        root.Compiled.ShouldBeGreaterThan(first);
    }

    [Fact]
    public async Task A_file_that_goes_or_comes_is_a_change()
    {
        root.WriteProgram("Console.WriteLine(typeof(Program).Assembly.GetType(\"Extra\") != null);");
        root.Write("build/Extra.cs", "public sealed class Extra;");
        (await root.RunAsync()).Output.ShouldBe("True\n");

        File.Delete(Path.Combine(root.Path, "build/Extra.cs"));
        (await root.RunAsync()).Output.ShouldBe("False\n");
    }

    [Fact]
    public async Task Compile_errors_are_printed_in_full_and_a_repaired_file_compiles()
    {
        root.WriteProgram("Console.WriteLine(missing); AlsoMissing();");

        var broken = await root.RunAsync();

        broken.ExitCode.ShouldBe(255);
        broken.Output.ShouldBeEmpty();
        broken.Error.ShouldContain("error CS0103: The name 'missing' does not exist");
        broken.Error.ShouldContain("error CS0103: The name 'AlsoMissing' does not exist");
        broken.Error.ShouldEndWith("build/ does not compile; the errors are above.\n");

        root.WriteProgram("Console.WriteLine(\"repaired\");");
        (await root.RunAsync()).ShouldBe(new ProcessResult(0, "repaired\n", string.Empty));
    }

    [Fact]
    public async Task Runs_at_the_same_time_compile_once_after_the_other()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(x => root.RunAsync(x.ToString(CultureInfo.InvariantCulture))));

        results.Select(x => x.ExitCode).ShouldAllBe(x => x == 0);
        results.Select(x => x.Output).ShouldBe(["0\n", "1\n", "2\n", "3\n"]);
        results.Select(x => x.Error).ShouldAllBe(x => x == string.Empty || x == "Another run compiles the build; waiting for it.\n");
    }

    [Fact]
    public async Task A_missing_sdk_is_said_with_the_way_to_get_it()
    {
        root.Write("global.json", """{ "sdk": { "version": "99.0.100" } }""");

        var result = await root.RunAsync("Deploy", "--bootstrap");

        result.ExitCode.ShouldBe(255);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldStartWith(".NET SDK 99.0 is missing; the build is written in C#. Install it, then run the same command again:\n");
        result.Error.ShouldContain("apt-get install -y dotnet-sdk-99.0");
    }

    [Fact]
    public async Task A_build_started_by_another_build_works_in_its_own_folder()
    {
        root.WriteProgram("Console.WriteLine(Environment.GetEnvironmentVariable(\"NUKE_ROOT\"));");

        var result = await root.RunAsync([], new Dictionary<string, string> { ["NUKE_ROOT"] = "/elsewhere" });

        result.Output.ShouldBe(root.Path + "\n");
    }

    [Fact]
    public async Task An_unknown_source_of_packages_is_refused()
    {
        var result = await root.RunAsync(["x"], new Dictionary<string, string> { ["DELIVERY_PACKAGES"] = "elsewhere" });

        result.ShouldBe(new ProcessResult(255, string.Empty, "DELIVERY_PACKAGES is 'elsewhere'. Accepted: registry, bundled.\n"));
    }

    [Fact]
    public async Task The_program_takes_the_place_of_the_script_so_that_signals_reach_it()
    {
        root.WriteProgram("Console.WriteLine(Environment.ProcessId); Console.In.ReadToEnd();");

        using var process = Run.Start(root.Script, [], root.Path, new Dictionary<string, string> { ["DELIVERY_PACKAGES"] = "bundled" });
        var output = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        output.ShouldBe(process.Id.ToString(CultureInfo.InvariantCulture));
    }

    public void Dispose() => root.Dispose();
}
