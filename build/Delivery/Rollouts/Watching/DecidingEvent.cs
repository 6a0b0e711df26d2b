using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Watching;

/// <summary>The event that tells most about a failure.</summary>
internal static class DecidingEvent
{
    /// <summary>The newest warning about the first of the objects that has one, before others one of the reason that goes with the problem; null where there is none.</summary>
    /// <param name="concerned">UIDs, the nearest to the cause first.</param>
    /// <param name="problem">Reason of the pod's problem; null where no pod is to blame.</param>
    /// <param name="since">Our last write of the object: what is older is of an earlier release.</param>
    /// <param name="events">The oldest first.</param>
    public static JsonObject? Of(IEnumerable<string> concerned, string? problem, DateTimeOffset since, IReadOnlyList<JsonObject> events) => concerned
        .Select(uid => events.Where(e => e.Text("type") == "Warning" && e.IsAbout(uid) && e.When() >= since).ToList())
        .Where(warnings => warnings.Count > 0)
        .Select(warnings => warnings.FindLast(e => e.Text("reason") == ReasonOf(problem)) ?? warnings[^1])
        .FirstOrDefault();

    /// <summary>The oldest first. Their times are whole seconds: within one the order of the writes tells.</summary>
    public static IReadOnlyList<JsonObject> InOrder(IEnumerable<JsonObject> events) => [.. events.OrderBy(EventFacts.When).ThenBy(e => Feed.Number(e.ResourceVersion()))];

    private static string? ReasonOf(string? problem) => problem switch
    {
        "CrashLoopBackOff" or "OOMKilled" => "BackOff",
        "LivenessProbeFailed" or "StartupProbeFailed" => "Unhealthy",
        "PostStartHookError" => "FailedPostStartHook",
        "ErrImagePull" or "ImagePullBackOff" or "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "StartError" => "Failed",
        "Unschedulable" => "FailedScheduling",
        _ => problem,
    };
}
