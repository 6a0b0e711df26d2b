using System.Globalization;
using CliWrap;
using CliWrap.Buffered;

namespace SiteBuilder.EndToEnd.Tests;

/// <summary>Runs commands as a person would and keeps what they print.</summary>
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

    /// <summary>Runs a command and asks it to end after a while.</summary>
    public static async Task<CommandResult> StopAsync(string folder, string program, IEnumerable<string> arguments, TimeSpan after, IReadOnlyDictionary<string, string?> environment)
    {
        var list = arguments.ToArray();
        var running = Cli.Wrap(program).WithArguments(list).WithWorkingDirectory(folder).WithEnvironmentVariables(environment).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(running.Task, Task.Delay(after, TestContext.Current.CancellationToken));

        // a shell that runs these tests in the background may have SIGINT ignored for all of us; both signals take the same way
        await RunAsync("/", "kill", ["-TERM", running.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        var result = await running;
        return new CommandResult($"{program} {string.Join(' ', list)}", result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
