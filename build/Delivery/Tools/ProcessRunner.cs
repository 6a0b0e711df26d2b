using System.ComponentModel;
using System.Text;
using CliWrap;

namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// Runs command line tools. A failure carries command, directory, exit code and the end of stderr; secrets known to the
/// <see cref="Redaction"/> never leave; cancelling ends the tool and all that it started.
/// </summary>
public sealed class ProcessRunner(Redaction? redaction = null)
{
    private const int LinesInError = 40;
    private readonly Redaction _redaction = redaction ?? new Redaction();

    /// <summary>Runs the tool to its end.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="onLine">Called with every line of both streams as it comes; null = nobody listens.</param>
    /// <param name="cancellation">Ends the tool and what it started: asked first, killed after two and a half seconds.</param>
    /// <exception cref="UsageException">The tool is not there.</exception>
    /// <exception cref="StepFailedException">It ended with another exit code than 0.</exception>
    public async Task<ToolResult> RunAsync(ToolCommand command, Action<string>? onLine = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        var output = new StringBuilder();
        var error = new StringBuilder();
        CommandResult result;
        using var session = new ToolSession(command);
        try
        {
            var running = Cli.Wrap(session.Executable)
                .WithArguments(session.Arguments)
                .WithWorkingDirectory(command.Directory ?? Environment.CurrentDirectory)
                .WithEnvironmentVariables(command.Environment)
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(Collect(output, onLine))
                .WithStandardErrorPipe(Collect(error, onLine))
                .ExecuteAsync(session.Force);
            session.Begin(running.ProcessId);
            using var ending = cancellation.Register(session.End);
            result = await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Win32Exception missing)
        {
            throw new UsageException($"'{command.Executable}' cannot be started for {command.Stage}: {missing.Message}. Install it or put it on PATH.");
        }
        finally
        {
            await session.EndedAsync().ConfigureAwait(false);
        }

        if (command.EndsLeftovers)
        {
            session.EndLeftovers();
        }

        cancellation.ThrowIfCancellationRequested();
        var ended = new ToolResult(result.ExitCode, output.ToString(), error.ToString(), result.RunTime);
        return ended.ExitCode == 0 || !command.MustSucceed ? ended : throw Failure(command, ended);
    }

    private PipeTarget Collect(StringBuilder text, Action<string>? onLine) => PipeTarget.ToDelegate(line =>
    {
        var safe = _redaction.Apply(line);
        text.Append(safe).Append('\n');
        onLine?.Invoke(safe);
    });

    private StepFailedException Failure(ToolCommand command, ToolResult result)
    {
        var said = string.IsNullOrWhiteSpace(result.Error) ? result.Output : result.Error;
        var lines = said.TrimEnd().Split('\n');
        var end = string.Join("\n    ", lines.TakeLast(LinesInError));
        var found = $"exit code {result.ExitCode} of `{_redaction.Apply(command.ToString())}` in {command.Directory ?? Environment.CurrentDirectory}";
        return new StepFailedException(command.Stage, command.Subject ?? Path.GetFileName(command.Executable), $"{found}\n    {end}", "exit code 0", DiskFull.IsIn(said) ? DiskFull.Remedy("the disk that it names") : command.Remedy);
    }
}
