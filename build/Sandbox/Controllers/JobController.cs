using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Runs pods of a Job until enough of them have succeeded, or too many have failed.</summary>
internal sealed partial class JobController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "job-controller";
    private const string Manager = FieldManagers.Controllers;

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Job, ClusterKinds.Pod];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        JsonObject obj = change.Object;
        if (ClusterKinds.Of(obj) == ClusterKinds.Job)
        {
            return [obj.Key()];
        }

        // a pod that no Job waits for any more is looked at on its own
        return JobProgress.IsTracked(obj) && Ownership.ControllerOf(obj) is null
            ? [obj.Key(), .. Ownership.Owners(objects, change, ClusterKinds.Job)]
            : Ownership.Owners(objects, change, ClusterKinds.Job);
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (key.Kind == ClusterKinds.Pod)
        {
            ReleaseWhenOrphaned(objects.Get(key));
            return null;
        }

        if (objects.Get(key) is not { } job)
        {
            objects.List(ClusterKinds.Pod, key.Namespace).Where(pod => Ownership.ControllerOf(pod) is { } owner && owner.Text("kind") == "Job" && owner.Text("name") == key.Name)
                .ToList().ForEach(ReleaseWhenOrphaned);
            return null;
        }

        if (job.Text("spec", "managedBy") is { Length: > 0 } manager && manager != "kubernetes.io/job-controller")
        {
            return null;
        }

        List<JsonObject> pods = [.. Ownership.Claim(objects, job, ClusterKinds.Pod, Manager)];
        if (job.IsDeleting() || IsFinished(job))
        {
            pods.Where(pod => job.IsDeleting() || !pod.IsActive()).ToList().ForEach(Release);
            return job.IsDeleting() ? null : Expire(job, time.GetUtcNow());
        }

        return Advance(job, pods, time.GetUtcNow());
    }

    private DateTimeOffset? Advance(JsonObject job, List<JsonObject> pods, DateTimeOffset now)
    {
        bool isMet = job.Condition("SuccessCriteriaMet").Text("status") == "True";
        JobProgress progress = new(job, pods, countsFailures: !isMet);
        JsonObject status = job.Object("status")?.Copy() ?? [];
        status["startTime"] ??= job.Flag("spec", "suspend") ? null : now.ToTimestamp();
        List<JsonObject> conditions = [.. job.Items("status", "conditions").Where(condition => condition.Text("type") is "FailureTarget" or "SuccessCriteriaMet").Select(condition => condition.Copy())];
        DateTimeOffset? deadline = job.Flag("spec", "suspend") ? null : Deadline(job, status);
        if (conditions.Count == 0 && Verdict(job, progress, deadline, now) is { } verdict)
        {
            conditions.Add(Condition(job, verdict.Type, "True", verdict.Reason, verdict.Message, now));
        }

        DateTimeOffset? due = deadline;
        StatusException? failure = null;
        if (conditions.Count > 0)
        {
            Finish(job, progress, status, conditions, now);
        }
        else if (job.Flag("spec", "suspend"))
        {
            Suspend(job, progress, status, conditions, now);
        }
        else
        {
            Resume(job, status, conditions, now);
            due = Run(job, progress, deadline, now, out failure);
        }

        Count(job, status, progress, conditions);
        Tell(job, conditions);
        // the pods that have ended are counted and let go all the same
        return failure is null ? due : throw failure;
    }

    private static (string Type, string Reason, string Message)? Verdict(JsonObject job, JobProgress progress, DateTimeOffset? deadline, DateTimeOffset now)
    {
        long limit = job.Number("spec", "backoffLimit") ?? (progress.CountsPerIndex ? int.MaxValue : 6);
        (string, string)? failure = progress.PolicyFailure is { } policy ? ("PodFailurePolicy", policy)
            : progress.Failed > limit && progress.NewlyFailed.Count > 0 ? ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
            : progress.IsPastRestarts(limit) ? ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
            : deadline <= now ? ("DeadlineExceeded", "Job was active longer than specified deadline")
            : progress.FailedIndexes.Count > (job.Number("spec", "maxFailedIndexes") ?? long.MaxValue)
                ? ("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes")
            : progress.FailedIndexes.Count > 0 && progress.FailedIndexes.Count + progress.CompletedIndexes.Count >= job.Number("spec", "completions")
                ? ("FailedIndexes", "Job has failed indexes") : null;
        return failure is { } why ? ("FailureTarget", why.Item1, why.Item2)
            : progress.SuccessRule() is { } rule ? ("SuccessCriteriaMet", "SuccessPolicy", $"Matched rules at index {rule}")
            : progress.IsDone ? ("SuccessCriteriaMet", "CompletionsReached", "Reached expected number of succeeded pods")
            : null;
    }

    // what is decided becomes final when the last pod has ended
    private void Finish(JsonObject job, JobProgress progress, JsonObject status, List<JsonObject> conditions, DateTimeOffset now)
    {
        JsonObject target = conditions[0];
        foreach (JsonObject pod in progress.Active.ToList())
        {
            Delete(job, pod);
            progress.Active.Remove(pod);
        }

        List<JsonObject> left = [.. objects.List(ClusterKinds.Pod, job.Namespace()).Where(pod => Ownership.IsControlledBy(pod, job) && !pod.IsFinished())];
        if (left.Any(pod => pod.Text("spec", "nodeName") is not null && pod.Number("metadata", "deletionGracePeriodSeconds") > 0))
        {
            return;
        }

        string type = target.Text("type") == "FailureTarget" ? "Failed" : "Complete";
        if (type == "Failed")
        {
            progress.CountRemaining(left);
        }
        else
        {
            status["completionTime"] = now.ToTimestamp();
        }

        conditions.Add(Condition(job, type, "True", target.Text("reason")!, target.Text("message")!, now));
        left.ForEach(Release);
    }

    private void Suspend(JsonObject job, JobProgress progress, JsonObject status, List<JsonObject> conditions, DateTimeOffset now)
    {
        foreach (JsonObject pod in progress.Active.ToList())
        {
            Release(pod);
            Delete(job, pod);
            progress.Active.Remove(pod);
        }

        status.Remove("startTime");
        conditions.Add(Condition(job, "Suspended", "True", "JobSuspended", "Job suspended", now));
    }

    private static void Resume(JsonObject job, JsonObject status, List<JsonObject> conditions, DateTimeOffset now)
    {
        if (job.Condition("Suspended") is { } suspended)
        {
            conditions.Add(Condition(job, "Suspended", "False", "JobResumed", "Job resumed", now));
            if (suspended.Text("status") == "True")
            {
                status["startTime"] = now.ToTimestamp();
            }
        }
    }

    private void Tell(JsonObject job, List<JsonObject> conditions)
    {
        foreach (JsonObject condition in conditions.Where(condition => job.Condition(condition.Text("type")!).Text("status") != condition.Text("status")))
        {
            switch (condition.Text("type"))
            {
                case "Complete":
                    _events.Normal(job, "Completed", "Job completed");
                    break;
                case "Failed":
                    _events.Warning(job, condition.Text("reason")!, condition.Text("message")!);
                    break;
                case "Suspended":
                    _events.Normal(job, condition.Text("status") == "True" ? "Suspended" : "Resumed", condition.Text("message")!);
                    break;
            }
        }
    }

    private DateTimeOffset? Expire(JsonObject job, DateTimeOffset now)
    {
        DateTimeOffset? ended = job.Time("status", "completionTime") ?? job.Condition("Failed").Time("lastTransitionTime");
        if (job.Number("spec", "ttlSecondsAfterFinished") is not { } ttl || ended is null)
        {
            return null;
        }

        DateTimeOffset due = ended.Value.AddSeconds(ttl);
        if (due > now)
        {
            return due;
        }

        objects.Delete(job.Key(), DeletePropagation.Foreground, uid: job.Uid());
        return null;
    }

    private static DateTimeOffset? Deadline(JsonObject job, JsonObject status) =>
        job.Number("spec", "activeDeadlineSeconds") is { } seconds ? status.Time("startTime")?.AddSeconds(seconds) : null;

    private static bool IsFinished(JsonObject job) => job.Condition("Complete").Text("status") == "True" || job.Condition("Failed").Text("status") == "True";

    private static JsonObject Condition(JsonObject job, string type, string status, string reason, string message, DateTimeOffset now)
    {
        JsonObject condition = StatusWriter.Condition(job, type, status, reason, message, now);
        condition["lastProbeTime"] ??= condition.Text("lastTransitionTime");
        return condition;
    }
}
