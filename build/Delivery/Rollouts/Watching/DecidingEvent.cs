using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>The event that tells most about a failure.</summary>
internal static class DecidingEvent
{
    /// <summary>The newest warning about the first of the objects that has one; null where there is none.</summary>
    /// <param name="concerned">UIDs, the nearest to the cause first.</param>
    /// <param name="events">The oldest first.</param>
    public static JsonObject? Of(IEnumerable<string> concerned, IReadOnlyList<JsonObject> events) => concerned
        .Select(uid => events.LastOrDefault(e => e.Text("type") == "Warning" && e.Text("involvedObject", "uid") == uid))
        .FirstOrDefault(e => e is not null);

    /// <summary>The oldest first.</summary>
    public static IReadOnlyList<JsonObject> InOrder(IEnumerable<JsonObject> events) => [.. events.OrderBy(When, StringComparer.Ordinal)];

    private static string When(JsonObject item) => item.Text("lastTimestamp") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp") ?? "";
}
