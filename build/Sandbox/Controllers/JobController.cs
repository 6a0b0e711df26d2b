using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Runs pods of a Job until enough of them have succeeded, or too many have failed.</summary>
internal sealed class JobController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Manager = "kube-controller-manager";
    private const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(10);

    private readonly EventRecorder _events = new(objects, time, Manager);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.Job, ClusterKinds.Pod];

    public IEnumerable<ObjectKey> Affected(ObjectChange change) =>
        ClusterKinds.Of(change.Object) == ClusterKinds.Job ? [change.Object.Key()] : Ownership.Owners(objects, change, ClusterKinds.Job);

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } job || job.IsDeleting())
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        List<JsonObject> pods = [.. Ownership.Claim(objects, job, ClusterKinds.Pod, Manager)];
        if (job.Condition("Complete").Text("status") == "True" || job.Condition("Failed").Text("status") == "True")
        {
            return Expire(job, now);
        }

        var progress = JobProgress.Of(job, pods);
        JsonObject status = job.Object("status")?.Copy() ?? [];
        List<JsonObject> conditions = [];
        DateTimeOffset? due = null;
        if (job.Flag("spec", "suspend"))
        {
            progress.Active.ForEach(Delete);
            status.Remove("startTime");
            conditions.Add(Condition(job, "Suspended", "True", "JobSuspended", "Job suspended", now));
            progress = progress with { Active = [] };
        }
        else
        {
            if (job.Condition("Suspended") is not null)
            {
                conditions.Add(Condition(job, "Suspended", "False", "JobResumed", "Job resumed", now));
            }

            status["startTime"] ??= now.ToTimestamp();
            DateTimeOffset? deadline = job.Number("spec", "activeDeadlineSeconds") is { } seconds ? status.Time("startTime")!.Value.AddSeconds(seconds) : null;
            (string Reason, string Message)? failure = progress.Failures > (job.Number("spec", "backoffLimit") ?? 6)
                ? ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
                : deadline <= now ? ("DeadlineExceeded", "Job was active longer than specified deadline") : null;
            if (failure is { } why)
            {
                progress.Active.ForEach(Delete);
                progress = progress with { Active = [], Failed = progress.Failed + progress.Active.Count };
                conditions.Add(Condition(job, "FailureTarget", "True", why.Reason, why.Message, now));
                conditions.Add(Condition(job, "Failed", "True", why.Reason, why.Message, now));
                _events.Warning(job, why.Reason, why.Message);
            }
            else if (progress.IsDone)
            {
                progress.Active.ForEach(Delete);
                progress = progress with { Active = [] };
                conditions.Add(Condition(job, "SuccessCriteriaMet", "True", "CompletionsReached", "Reached expected number of succeeded pods", now));
                conditions.Add(Condition(job, "Complete", "True", "CompletionsReached", "Reached expected number of succeeded pods", now));
                status["completionTime"] = now.ToTimestamp();
                _events.Normal(job, "Completed", "Job completed");
            }
            else
            {
                due = Run(job, progress, deadline, now);
            }
        }

        WriteStatus(job, status, progress, conditions);
        return due;
    }

    private DateTimeOffset? Run(JsonObject job, JobProgress progress, DateTimeOffset? deadline, DateTimeOffset now)
    {
        int wanted = progress.WantedNow(job);
        progress.Active.OrderByDescending(pod => pod.Time("metadata", "creationTimestamp")).Take(Math.Max(0, progress.Active.Count - wanted)).ToList().ForEach(Delete);
        if (progress.Active.Count >= wanted)
        {
            return deadline;
        }

        if (progress.LastFailure is { } last && progress.FailedPods > 0)
        {
            // each failed pod doubles the pause before the next one
            double seconds = FirstPause.TotalSeconds * Math.Pow(2, Math.Min(progress.FailedPods - 1, 10));
            DateTimeOffset next = last.AddSeconds(Math.Min(seconds, MaxPause.TotalSeconds));
            if (next > now)
            {
                return deadline < next ? deadline : next;
            }
        }

        foreach (int? index in progress.NextIndexes(job, wanted - progress.Active.Count))
        {
            JsonObject pod = PodFacts.FromTemplate(job, job.Object("spec", "template") ?? []);
            JsonObject metadata = pod.Ensure("metadata");
            metadata["generateName"] = index is null ? $"{job.Name()}-" : $"{job.Name()}-{index}-";
            if (index is { } number)
            {
                string text = number.ToString(CultureInfo.InvariantCulture);
                metadata.Ensure("annotations")[IndexAnnotation] = text;
                metadata.Ensure("labels")[IndexAnnotation] = text;
                pod.Ensure("spec")["hostname"] = $"{job.Name()}-{text}";
                foreach (JsonObject container in pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")))
                {
                    JsonArray env = container["env"] as JsonArray ?? [];
                    env.Add((JsonNode)new JsonObject { ["name"] = "JOB_COMPLETION_INDEX", ["value"] = text });
                    container["env"] = env.DeepClone();
                }
            }

            JsonObject created = objects.Create(pod, Manager);
            progress.Active.Add(created);
            _events.Normal(job, "SuccessfulCreate", $"Created pod: {created.Name()}");
        }

        return deadline;
    }

    private void WriteStatus(JsonObject job, JsonObject status, JobProgress progress, List<JsonObject> conditions)
    {
        foreach (string count in (ReadOnlySpan<string>)["active", "succeeded", "failed", "completedIndexes", "conditions"])
        {
            status.Remove(count);
        }

        status.SetCount("active", progress.Active.Count);
        status.SetCount("succeeded", progress.Succeeded);
        status.SetCount("failed", progress.Failed);
        status["ready"] = progress.Active.Count(PodFacts.IsReady);
        status["terminating"] = progress.Terminating;
        status["uncountedTerminatedPods"] = new JsonObject();
        if (job.Text("spec", "completionMode") == "Indexed" && progress.CompletedIndexes.Count > 0)
        {
            status["completedIndexes"] = JobProgress.Ranges(progress.CompletedIndexes);
        }

        if (conditions.Count > 0)
        {
            status["conditions"] = conditions.ToJsonArray();
        }

        StatusWriter.Write(objects, job, status, Manager);
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

        objects.Delete(job.Key(), uid: job.Uid());
        return null;
    }

    private void Delete(JsonObject pod) => objects.Delete(pod.Key(), uid: pod.Uid());

    private static JsonObject Condition(JsonObject job, string type, string status, string reason, string message, DateTimeOffset now)
    {
        JsonObject condition = StatusWriter.Condition(job, type, status, reason, message, now);
        condition["lastProbeTime"] ??= condition.Text("lastTransitionTime");
        return condition;
    }
}
