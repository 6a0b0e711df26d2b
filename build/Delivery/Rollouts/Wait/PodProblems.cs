using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// The hopeless states of a pod and the grace of each. What heals by itself - a first restart, a registry that hiccups, a volume that is
/// attached late - is given the time that the kubelet's own retries take on a real cluster.
/// </summary>
public static class PodProblems
{
    /// <summary>The kubelet tries an image again after 10 to 14 s: a push that comes late is seen by then.</summary>
    private static readonly TimeSpan ImageMissing = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan RegistryAway = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan MissingConfig = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EarlyCrash = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NoNode = TimeSpan.FromSeconds(30);

    /// <summary>Mounts are tried again after up to 16 s.</summary>
    private static readonly TimeSpan MissingVolume = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan SlowVolume = TimeSpan.FromMinutes(2);

    private static readonly string[] s_notFound = ["not found", "manifest unknown", "does not exist", "name unknown", "access denied", "unauthorized"];

    /// <summary>The problem of one pod; null where it is well or may still become so.</summary>
    /// <param name="pod">The live pod.</param>
    /// <param name="events">Events of its namespace; those of other pods are left aside.</param>
    public static PodProblem? Of(JsonObject pod, IReadOnlyList<JsonObject> events)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            return null;
        }

        var statuses = pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"));
        return statuses.Select(status => OfContainer(pod, status)).OfType<PodProblem>().MinBy(problem => problem.Grace)
            ?? Unscheduled(pod)
            ?? Unmounted(pod, events);
    }

    private static PodProblem? OfContainer(JsonObject pod, JsonObject status)
    {
        var waiting = status.At("state", "waiting") as JsonObject;
        var message = waiting.Text("message") ?? "";
        return waiting.Text("reason") switch
        {
            "ErrImagePull" or "ImagePullBackOff" => Problem(waiting!, IsMissing(message) ? ImageMissing : RegistryAway, $"push the image, or correct its name: {status.Text("image")}"),
            "InvalidImageName" or "ErrImageNeverPull" => Problem(waiting!, TimeSpan.Zero, $"correct the image's name: {status.Text("image")}"),
            "CreateContainerConfigError" => Problem(waiting!, MissingConfig, "create the ConfigMap, Secret or key that the message names"),
            "CreateContainerError" or "RunContainerError" => Problem(waiting!, MissingConfig, "correct command, user or mounts of the container"),
            _ => Crash(pod, status, waiting),
        };

        PodProblem Problem(JsonObject state, TimeSpan grace, string fix) => new(Name(pod), status.Text("name"), state.Text("reason")!, state.Text("message") ?? "", null, grace, fix);
    }

    /// <summary>
    /// CrashLoopBackOff stands in the status for moments only; the restarts and the last end tell as well. A container that runs again has
    /// its chance: what it depends on may have come by now.
    /// A pod of a Job may fail as often as the Job allows: the Job's own condition tells.
    /// </summary>
    private static PodProblem? Crash(JsonObject pod, JsonObject status, JsonObject? waiting)
    {
        var ended = (status.At("state", "terminated") ?? status.At("lastState", "terminated")) as JsonObject;
        var restarts = status.Number("restartCount") ?? 0;
        if (status.Flag("ready") || status.At("state", "running") is not null || ended is null || IsOfJob(pod) || (waiting.Text("reason") != "CrashLoopBackOff" && restarts < 2))
        {
            return null;
        }

        var exitCode = (int?)ended.Number("exitCode");
        var outOfMemory = ended.Text("reason") == "OOMKilled";
        return new PodProblem(
            Name(pod),
            status.Text("name"),
            outOfMemory ? "OOMKilled" : "CrashLoopBackOff",
            $"ended {restarts + 1} times, last with exit code {exitCode}{(ended.Text("message") is { Length: > 0 } said ? $": {said}" : "")}",
            exitCode,
            restarts >= 2 ? TimeSpan.Zero : EarlyCrash,
            outOfMemory ? "raise the memory limit or find the leak" : "read the log lines of the container: it ends by itself soon after its start");
    }

    private static PodProblem? Unscheduled(JsonObject pod) =>
        pod.Condition("PodScheduled") is { } scheduled && scheduled.Says("False") && scheduled.Text("reason") == "Unschedulable"
            ? new PodProblem(Name(pod), null, "Unschedulable", scheduled.Text("message") ?? "", null, NoNode, "lower the requests, correct node selectors and tolerations, or add a node")
            : null;

    private static PodProblem? Unmounted(JsonObject pod, IReadOnlyList<JsonObject> events)
    {
        if (pod.Items("status", "containerStatuses").Any(status => status.At("state", "waiting") is null))
        {
            return null;
        }

        var uid = pod.Text("metadata", "uid");
        var mount = events.LastOrDefault(item => item.Text("involvedObject", "uid") == uid && item.Text("reason") is "FailedMount" or "FailedAttachVolume");
        if (mount is null)
        {
            return null;
        }

        var message = mount.Text("message") ?? "";
        return new PodProblem(Name(pod), null, mount.Text("reason")!, message, null, IsMissing(message) ? MissingVolume : SlowVolume, "create the ConfigMap, Secret or claim that the message names");
    }

    private static bool IsMissing(string message) => s_notFound.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase));

    private static bool IsOfJob(JsonObject pod) => pod.Items("metadata", "ownerReferences").Any(owner => owner.Text("kind") == "Job");

    private static string Name(JsonObject pod) => pod.Text("metadata", "name") ?? "";
}
