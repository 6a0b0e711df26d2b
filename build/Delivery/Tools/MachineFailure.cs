using System.Text.RegularExpressions;
using Docker.DotNet;

namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// Brings what the machine around a stage throws (a full disk, a folder that may not be written, an engine or a connection that went away) into
/// the form of our own failures.
/// </summary>
internal static partial class MachineFailure
{
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The failure; null where nothing is known of such an exception.</summary>
    /// <param name="stage">The stage that met it.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="subject">What the stage worked on, for exceptions that name nothing themselves.</param>
    public static StepFailedException? Of(string stage, Exception cause, string subject) => cause switch
    {
        _ when DiskFull.Is(cause) => new(stage, PathIn(cause) ?? subject, "the disk is full", "room for what this stage writes", DiskFull.Remedy($"the disk of {PathIn(cause) ?? "what it writes"}")),
        IOException { HResult: ReadOnlyFileSystem } => new(
            stage, PathIn(cause) ?? subject, "the file system is mounted read-only", "a place that can be written", "Mount it writable, or work in a copy that lies elsewhere."),
        UnauthorizedAccessException => new(
            stage,
            PathIn(cause) ?? subject,
            cause.Message,
            $"a place that user '{Environment.UserName}' may write",
            "Give this user the right to it, or run as the user to whom it belongs.",
            cause),
        DockerApiException refused => new(
            stage,
            subject,
            $"Docker Engine answered {(int)refused.StatusCode}: {refused.ResponseBody?.Trim()}",
            null,
            DiskFull.IsIn(refused.ResponseBody ?? "") ? DiskFull.EngineRemedy : "Read the log of Docker Engine (journalctl -u docker, or .nuke/temp/dockerd.log where --bootstrap started it) and run the same command again.",
            cause),
        HttpRequestException => new(
            stage, subject, $"a connection broke: {cause.GetBaseException().Message}", null, "Check that Docker Engine, registry and cluster run, then run the same command again; what is finished is kept.", cause),
        _ => null,
    };

    private static string? PathIn(Exception error) => Quoted().Match(error.Message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
