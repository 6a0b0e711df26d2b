using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Registries;

/// <summary>Turns what a registry answers into an error that says what to do.</summary>
internal static class RegistryErrors
{
    private const string Stage = "Publish";

    // a registry written in Go passes the kernel's number on as it is: ENOSPC, EDQUOT
    private static readonly string[] s_fullForGo = ["\"Err\":28}", "\"Err\":122}"];

    /// <summary>True where trying again may help. A full disk does not empty itself.</summary>
    public static bool MayPass(HttpStatusCode status, string body) =>
        (status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500 || IsDamaged(body)) && !IsFull(status, body);

    public static StepFailedException From(string registry, string subject, HttpStatusCode status, string body)
    {
        var said = Said(body);
        var found = $"{registry} answered {(int)status}{(said.Length == 0 ? "" : $": {said}")}";
        if (IsFull(status, body))
        {
            return new StepFailedException(Stage, subject, found, "room for the image", $"The disk of {registry} is full: free space there (delete old images, enlarge the volume), then run the same command again; what was pushed is kept.");
        }

        return status switch
        {
            HttpStatusCode.Unauthorized => new StepFailedException(Stage, subject, found, "credentials that may push", $"Run: docker login {registry}"),
            HttpStatusCode.Forbidden => new StepFailedException(Stage, subject, found, "the right to push to this repository", $"Ask the owner of {registry} for push rights, or log in as another user: docker login {registry}"),
            HttpStatusCode.NotFound => new StepFailedException(Stage, subject, found, "an existing repository", $"Create the repository in {registry}, or correct registry and prefix in the environment file."),
            _ => new StepFailedException(Stage, subject, found, "success", $"Look at the log of {registry} and run the same command again; what was pushed is kept."),
        };
    }

    public static StepFailedException Unreachable(string registry, string subject, Exception cause) => new(
        Stage,
        subject,
        $"{registry} cannot be reached: {cause.GetBaseException().Message}",
        "a registry that answers",
        $"Check that {registry} runs and that this machine reaches it, then run the same command again; what was pushed is kept.",
        cause);

    // codes of the distribution specification for an upload that was lost or cut on its way
    private static bool IsDamaged(string body) =>
        body.Contains("DIGEST_INVALID", StringComparison.Ordinal) || body.Contains("BLOB_UPLOAD_INVALID", StringComparison.Ordinal) || body.Contains("BLOB_UPLOAD_UNKNOWN", StringComparison.Ordinal);

    private static bool IsFull(HttpStatusCode status, string body) =>
        status == HttpStatusCode.InsufficientStorage || DiskFull.IsIn(body) || s_fullForGo.Any(code => body.Contains(code, StringComparison.Ordinal));

    private static string Said(string body)
    {
        try
        {
            var errors = JsonNode.Parse(body)?["errors"]?.AsArray().Select(e => $"{e?["code"]} {e?["message"]} {e?["detail"]?.ToJsonString()}".Trim()) ?? [];
            return string.Join("; ", errors);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            const int longest = 300;
            return body.Length > longest ? body[..longest] : body.Trim();
        }
    }
}
