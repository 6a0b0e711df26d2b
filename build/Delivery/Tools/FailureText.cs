using System.Text.RegularExpressions;
using Docker.DotNet;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// What a person reads when a stage ends early: one text with stage, object and remedy. What the machine around the build throws (a full disk,
/// a folder that may not be written, an engine that went away) is brought into the same form.
/// </summary>
public static partial class FailureText
{
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The text; null where nothing is known of such a failure, so that only its stack trace helps.</summary>
    /// <param name="stage">The target that failed.</param>
    /// <param name="failure">What it threw.</param>
    public static string? Of(string stage, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        return cause switch
        {
            StepFailedException step => step.ToString(),
            UsageException or EnvironmentFileException => $"{stage}: {cause.Message}",
            _ => OfMachine(stage, cause)?.ToString(),
        };
    }

    /// <summary>The text where the caller stopped the stage; whatever it threw is a consequence.</summary>
    /// <param name="stage">The target that was stopped.</param>
    /// <param name="failure">What it threw; a <see cref="StoppedException"/> says what was done.</param>
    public static string OfStopped(string stage, Exception failure) =>
        failure is StoppedException stopped ? stopped.Message : $"{stage} was stopped. What is finished is kept; run the same command again to go on from here.";

    private static StepFailedException? OfMachine(string stage, Exception cause) => cause switch
    {
        _ when DiskFull.Is(cause) => new(stage, PathIn(cause), "the disk is full", "room for what this stage writes", DiskFull.Remedy("it"), cause),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } => new(
            stage, PathIn(cause), cause.Message, $"a place that user '{Environment.UserName}' may write", "Give this user the right to write there, or run as the user to whom it belongs.", cause),
        DockerApiException refused => new(
            stage,
            "Docker Engine",
            $"it answered {(int)refused.StatusCode}: {refused.ResponseBody?.Trim()}",
            null,
            DiskFull.IsIn(refused.ResponseBody ?? "") ? DiskFull.EngineRemedy : "Look at the engine's log (journalctl -u docker, or .nuke/temp/dockerd.log where --bootstrap started it) and run the same command again.",
            cause),
        HttpRequestException => new(stage, "a connection", cause.GetBaseException().Message, "an answer", "Check that what is named above still runs and run the same command again; what is finished is kept.", cause),
        _ => null,
    };

    private static string PathIn(Exception error) => Quoted().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : "a file";

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
