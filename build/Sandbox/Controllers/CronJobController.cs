using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Makes a Job whenever a CronJob's schedule says so, and drops the old ones.</summary>
internal sealed class CronJobController(IClusterObjects objects, TimeProvider time) : IController
{
    private const string Component = "cronjob-controller";
    private const string Manager = FieldManagers.Controllers;
    private const int MaxMissed = 100;

    private readonly EventRecorder _events = new(objects, time, Component);

    public IReadOnlyCollection<ObjectKind> Watches { get; } = [ClusterKinds.CronJob, ClusterKinds.Job];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        if (ClusterKinds.Of(change.Object) == ClusterKinds.CronJob)
        {
            return [change.Object.Key()];
        }

        JsonObject? owner = Ownership.ControllerOf(change.Object);
        return owner.Text("kind") == "CronJob" ? [new ObjectKey(ClusterKinds.CronJob, change.Object.Namespace(), owner.Text("name") ?? "")] : [];
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (objects.Get(key) is not { } cron || cron.IsDeleting())
        {
            return null;
        }

        List<JsonObject> jobs = [.. objects.List(ClusterKinds.Job, key.Namespace).Where(job => Ownership.IsControlledBy(job, cron))];
        NoteEnds(cron, jobs);
        DropHistory(cron, jobs);
        JsonObject status = cron.Object("status")?.Copy() ?? [];
        DateTimeOffset? next = null;
        if (!cron.Flag("spec", "suspend"))
        {
            try
            {
                next = Run(cron, jobs, status);
            }
            catch (Exception wrong) when (wrong is FormatException or TimeZoneNotFoundException)
            {
                _events.Warning(cron, "UnparseableSchedule", $"unparseable schedule \"{cron.Text("spec", "schedule")}\": {wrong.Message}");
            }
        }

        status.Remove("active");
        JsonArray active = jobs.Where(job => !IsFinished(job)).Select(Reference).ToJsonArray();
        if (active.Count > 0)
        {
            status["active"] = active;
        }

        if (jobs.Select(job => job.Time("status", "completionTime")).Max() is { } success)
        {
            status["lastSuccessfulTime"] = success.ToTimestamp();
        }

        StatusWriter.Write(objects, cron, status, Manager);
        return next;
    }

    private DateTimeOffset? Run(JsonObject cron, List<JsonObject> jobs, JsonObject status)
    {
        DateTimeOffset now = time.GetUtcNow();
        var schedule = CronSchedule.Parse(cron.Text("spec", "schedule") ?? "");
        TimeZoneInfo zone = cron.Text("spec", "timeZone") is { } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
        DateTimeOffset from = cron.Time("status", "lastScheduleTime") ?? cron.Time("metadata", "creationTimestamp") ?? now;
        DateTimeOffset earliest = cron.Number("spec", "startingDeadlineSeconds") is { } deadline ? now.AddSeconds(-deadline) : DateTimeOffset.MinValue;
        from = from < earliest ? earliest : from;
        DateTimeOffset? due = null;
        DateTimeOffset? next = schedule.Next(from, zone);
        for (int missed = 0; next <= now; missed++)
        {
            due = next;
            next = schedule.Next(missed < MaxMissed ? next.Value : now.AddMinutes(-1), zone);
        }

        if (due is null)
        {
            return next;
        }

        List<JsonObject> active = [.. jobs.Where(job => !IsFinished(job))];
        string policy = cron.Text("spec", "concurrencyPolicy") ?? "Allow";
        if (policy == "Forbid" && active.Count > 0)
        {
            _events.Normal(cron, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
            return next;
        }

        if (policy == "Replace")
        {
            active.ForEach(job => objects.Delete(job.Key(), uid: job.Uid()));
        }

        jobs.Add(Create(cron, due.Value));
        status["lastScheduleTime"] = due.Value.ToTimestamp();
        return next;
    }

    private JsonObject Create(JsonObject cron, DateTimeOffset due)
    {
        // the name follows from the time, so that no restart runs one time twice
        string name = $"{cron.Name()}-{(due.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}";
        if (objects.Get(new ObjectKey(ClusterKinds.Job, cron.Namespace(), name)) is { } made)
        {
            return made;
        }

        JsonObject annotations = cron.Map("spec", "jobTemplate", "metadata", "annotations").ToJsonObject();
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = due.ToTimestamp();
        JsonObject job = objects.Create(new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = cron.Namespace(),
                ["labels"] = cron.Map("spec", "jobTemplate", "metadata", "labels").ToJsonObject(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(Ownership.Reference(cron)),
            },
            ["spec"] = cron.At("spec", "jobTemplate", "spec")?.DeepClone(),
        }, Manager);
        _events.Normal(cron, "SuccessfulCreate", $"Created job {name}");
        return job;
    }

    private void NoteEnds(JsonObject cron, List<JsonObject> jobs)
    {
        foreach (JsonObject active in cron.Items("status", "active"))
        {
            JsonObject? job = jobs.Find(candidate => candidate.Uid() == active.Text("uid"));
            if (job is null)
            {
                _events.Normal(cron, "MissingJob", $"Active job went missing: {active.Text("name")}");
            }
            else if (IsFinished(job))
            {
                string condition = job.Condition("Complete").Text("status") == "True" ? "Complete" : "Failed";
                _events.Normal(cron, "SawCompletedJob", $"Saw completed job: {job.Name()}, condition: {condition}");
            }
        }
    }

    private void DropHistory(JsonObject cron, List<JsonObject> jobs)
    {
        foreach ((string type, string limit, long fallback) in (ReadOnlySpan<(string, string, long)>)
            [("Complete", "successfulJobsHistoryLimit", 3), ("Failed", "failedJobsHistoryLimit", 1)])
        {
            List<JsonObject> ended = [.. jobs.Where(job => job.Condition(type).Text("status") == "True").OrderBy(job => job.Time("metadata", "creationTimestamp"))];
            foreach (JsonObject job in ended.Take(Math.Max(0, ended.Count - (int)(cron.Number("spec", limit) ?? fallback))))
            {
                objects.Delete(job.Key(), uid: job.Uid());
                jobs.Remove(job);
                _events.Normal(cron, "SuccessfulDelete", $"Deleted job {job.Name()}");
            }
        }
    }

    private static bool IsFinished(JsonObject job) => job.Condition("Complete").Text("status") == "True" || job.Condition("Failed").Text("status") == "True";

    private static JsonObject Reference(JsonObject job) => new()
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["namespace"] = job.Namespace(),
        ["name"] = job.Name(),
        ["uid"] = job.Uid(),
        ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
    };
}
