using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Runtime.Scripted;

/// <summary>
/// How one start of a container goes, from the annotation <c>scripted.sitebuilder.dev/CONTAINER</c>: a verb and values, such as
/// <c>crash exit=3 after=1s log="boom"</c>. Several, parted by semicolons, are for one start after the other; the last one stays.
/// Verbs: ready, never-ready, crash, complete, oom, pull-error, slow-pull, config-error. Without annotation: ready at once. An error with
/// <c>until=20s</c> lasts until that time after the pod was made; then it is ready.
/// </summary>
/// <param name="After">When it happens after the start; for slow-pull, after the pod was made.</param>
/// <param name="Stops">How long it takes to end when asked to; null for at once.</param>
internal sealed partial record ContainerScript(string Verb, TimeSpan After, int Exit, string Log, TimeSpan? Stops)
{
    private TimeSpan? Until { get; init; }

    public const string AnnotationPrefix = "scripted.sitebuilder.dev/";

    public static ContainerScript Of(JsonObject pod, string container, int start)
    {
        string[] parts = (pod.Annotation(AnnotationPrefix + container) ?? "ready").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string text = parts[Math.Min(start, parts.Length - 1)];
        Dictionary<string, string> values = Value().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value + match.Groups[3].Value);
        string verb = text.Split(' ')[0];
        int exit = values.TryGetValue("exit", out string? code) ? int.Parse(code, CultureInfo.InvariantCulture) : verb switch { "crash" => 1, "oom" => 137, _ => 0 };
        return new ContainerScript(
            verb, Duration(values.GetValueOrDefault("after")) ?? TimeSpan.Zero, exit, values.GetValueOrDefault("log") ?? "", Duration(values.GetValueOrDefault("stops")))
        {
            Until = Duration(values.GetValueOrDefault("until")),
        };
    }

    /// <summary>Whether an error still lasts.</summary>
    public bool Fails(string verb, JsonObject pod, DateTimeOffset now) =>
        Verb == verb && (Until is not { } until || now < (pod.Time("metadata", "creationTimestamp") ?? now) + until);

    public bool Ends => Verb is "crash" or "complete" or "oom";

    private static TimeSpan? Duration(string? text) =>
        text is null ? null
        : text.EndsWith("ms", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(double.Parse(text[..^2], CultureInfo.InvariantCulture))
        : text.EndsWith('m') ? TimeSpan.FromMinutes(double.Parse(text[..^1], CultureInfo.InvariantCulture))
        : TimeSpan.FromSeconds(double.Parse(text.TrimEnd('s'), CultureInfo.InvariantCulture));

    [GeneratedRegex("""(\w+)=(?:"([^"]*)"|(\S+))""")]
    private static partial Regex Value();
}
