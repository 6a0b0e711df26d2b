using CliWrap;
using CliWrap.Buffered;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>Runs the public commands as a person would and keeps what they print.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    public CommandResult ShouldSucceed()
    {
        ExitCode.ShouldBe(0, $"{Command}\n{Output}\n{Error}");
        return this;
    }

    public CommandResult ShouldFail()
    {
        ExitCode.ShouldNotBe(0, $"{Command}\n{Output}\n{Error}");
        return this;
    }
}

internal static class Commands
{
    public static async Task<CommandResult> RunAsync(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var list = arguments.ToArray();
        var result = await Cli.Wrap(program)
            .WithArguments(list)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new CommandResult($"{program} {string.Join(' ', list)}", result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
