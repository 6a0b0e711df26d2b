using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>Reads events of both sorts: those with a count and times of whole seconds, and those of the scheduler with one exact time and a series.</summary>
internal static class EventFacts
{
    /// <summary>When it happened last.</summary>
    public static DateTimeOffset When(this JsonObject item) =>
        Time(item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp"));

    /// <summary>How often it happened.</summary>
    public static long Times(this JsonObject item) => item.Number("series", "count") ?? item.Number("count") ?? 1;

    public static bool IsAbout(this JsonObject item, string? uid) => uid is { Length: > 0 } && item.Text("involvedObject", "uid") == uid;

    /// <summary>Whether it is about a container; one that names none may be.</summary>
    public static bool IsAboutContainer(this JsonObject item, string? name) =>
        item.Text("involvedObject", "fieldPath") is not { } path || path.EndsWith($"{{{name}}}", StringComparison.Ordinal);

    /// <summary>A time of the API; the earliest there is where it is missing.</summary>
    public static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.MinValue;
}
