using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>When we have written an object last, by the cluster's own clock: what is older says nothing about what we wrote.</summary>
internal static class LastWrite
{
    /// <summary>The earliest time there is where we have never written it.</summary>
    public static DateTimeOffset Of(JsonObject live) => live.Items("metadata", "managedFields")
        .Where(fields => fields.Text("manager") == RolloutNames.FieldManager && fields.Text("subresource") is null)
        .Select(fields => EventFacts.Time(fields.Text("time")))
        .DefaultIfEmpty(DateTimeOffset.MinValue)
        .Max();
}
