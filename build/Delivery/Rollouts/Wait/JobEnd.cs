using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>How a Job has ended that is no longer there: <c>ttlSecondsAfterFinished</c> removes those that failed as well.</summary>
internal static class JobEnd
{
    /// <summary>Null where it is not known (yet): events come a moment late.</summary>
    /// <param name="last">The Job as it was last seen.</param>
    /// <param name="events">Events of its namespace.</param>
    public static ObjectStatus? Of(JsonObject last, IReadOnlyList<JsonObject> events)
    {
        var seen = WorkloadStatuses.Job(last);
        if (seen.Readiness != Readiness.InProgress)
        {
            return seen;
        }

        var told = events.Where(e => e.IsAbout(last.Uid())).ToList();
        return told.Exists(e => e.Text("reason") == "Completed") || last.Condition("SuccessCriteriaMet").Says("True") ? ObjectStatus.Ready with { Reason = "finished and removed" }
            : told.Find(e => e.Text("reason") is "BackoffLimitExceeded" or "DeadlineExceeded" or "PodFailurePolicy" or "FailedIndexes" or "MaxFailedIndexesExceeded") is { } end
                ? ObjectStatus.Failed($"{end.Text("reason")}: {end.Text("message")}", VerdictRules.JobFailed)
            : null;
    }
}
