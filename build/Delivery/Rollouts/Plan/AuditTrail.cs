using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// Who wrote an object the last time, from which commit and in which run, as annotations of it. They are no part of what is desired: an object that is as it should be
/// keeps those of the run that made it so, and is not written.
/// </summary>
internal static class AuditTrail
{
    private static readonly string[] s_names = [RolloutNames.WhoAnnotation, RolloutNames.CommitAnnotation, RolloutNames.RunAnnotation];

    /// <summary>Gives the desired object what is live of them, so that they are neither a difference nor a reason to write.</summary>
    public static JsonObject Kept(JsonObject desired, JsonObject live) => Set(desired, s_names.Select(name => (name, live.Annotation(name))));

    /// <summary>Has what is going to be written say where it comes from.</summary>
    public static void Sign(IEnumerable<Change> changes, RolloutOrigin origin)
    {
        foreach (var change in changes.Where(change => change.Action is ChangeAction.Created or ChangeAction.Updated or ChangeAction.Recreated))
        {
            Set(change.Desired!, s_names.Zip([origin.Who, origin.Commit, origin.Run]));
        }
    }

    /// <summary>In place: a copy of each of thousands of objects is memory that a small machine lacks.</summary>
    private static JsonObject Set(JsonObject item, IEnumerable<(string Name, string? Value)> values)
    {
        var annotations = item.At("metadata", "annotations") as JsonObject ?? [];
        foreach (var (name, value) in values)
        {
            annotations.Remove(name);
            if (value is not null)
            {
                annotations[name] = value;
            }
        }

        // an empty one where there was none would be a difference
        if (annotations.Count > 0 && annotations.Parent is null)
        {
            item["metadata"]!["annotations"] = annotations;
        }

        return item;
    }
}
