using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>How the pods of a Job are made, counted and let go. A finalizer keeps each until the status has counted it.</summary>
internal sealed partial class JobController
{
    private DateTimeOffset? Run(JsonObject job, JobProgress progress, DateTimeOffset? deadline, DateTimeOffset now, out StatusException? failure)
    {
        failure = null;
        int wanted = progress.WantedNow();
        foreach (JsonObject pod in progress.Active.OrderByDescending(pod => pod.Time("metadata", "creationTimestamp")).Take(Math.Max(0, progress.Active.Count - wanted)).ToList())
        {
            Release(pod);
            Delete(job, pod);
            progress.Active.Remove(pod);
        }

        int missing = wanted - progress.Active.Count - (progress.WaitsForEnd ? progress.Terminating : 0);
        DateTimeOffset? due = deadline;
        if (missing <= 0)
        {
            return due;
        }

        foreach (int? index in progress.NextIndexes(missing).ToList())
        {
            if (progress.NotBefore(progress.CountsPerIndex ? index : null) is { } next && next > now)
            {
                due = due < next ? due : next;
                continue;
            }

            try
            {
                JsonObject created = objects.Create(Pod(job, progress, index), Manager);
                progress.Active.Add(created);
                _events.Normal(job, "SuccessfulCreate", $"Created pod: {created.Name()}");
            }
            catch (StatusException refused)
            {
                failure = refused;
                _events.Warning(job, "FailedCreate", $"Error creating: {refused.Message}");
                return due;
            }
        }

        return due;
    }

    private static JsonObject Pod(JsonObject job, JobProgress progress, int? index)
    {
        JsonObject pod = PodFacts.FromTemplate(job, job.Object("spec", "template") ?? []);
        JsonObject metadata = pod.Ensure("metadata");
        metadata["generateName"] = index is null ? $"{job.Name()}-" : $"{job.Name()}-{index}-";
        JsonArray finalizers = metadata["finalizers"] as JsonArray ?? [];
        finalizers.Add(JobProgress.Finalizer);
        metadata["finalizers"] = finalizers.DeepClone();
        if (index is not { } number)
        {
            return pod;
        }

        string text = number.ToString(CultureInfo.InvariantCulture);
        metadata.Ensure("annotations")[JobIndexes.Label] = text;
        metadata.Ensure("labels")[JobIndexes.Label] = text;
        if (progress.CountsPerIndex)
        {
            metadata.Ensure("annotations")[JobProgress.FailureCount] = progress.FailuresOf(number).ToString(CultureInfo.InvariantCulture);
        }

        pod.Ensure("spec")["hostname"] = $"{job.Name()}-{text}";
        foreach (JsonObject container in pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).Where(HasNoIndex))
        {
            JsonArray env = container["env"] as JsonArray ?? [];
            env.Add((JsonNode)new JsonObject
            {
                ["name"] = "JOB_COMPLETION_INDEX",
                ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = $"metadata.labels['{JobIndexes.Label}']" } },
            });
            container["env"] = env.DeepClone();
        }

        return pod;
    }

    private static bool HasNoIndex(JsonObject container) => container.Items("env").All(variable => variable.Text("name") != "JOB_COMPLETION_INDEX");

    // noted first, released then, counted last: whatever is interrupted, no pod is counted twice or lost
    private void Count(JsonObject job, JsonObject status, JobProgress progress, List<JsonObject> conditions)
    {
        if (progress.NewlySucceeded.Count + progress.NewlyFailed.Count > 0)
        {
            JsonObject uncounted = [];
            foreach ((string name, List<JsonObject> pods) in (ReadOnlySpan<(string, List<JsonObject>)>)[("succeeded", progress.NewlySucceeded), ("failed", progress.NewlyFailed)])
            {
                if (pods.Count > 0)
                {
                    uncounted[name] = new JsonArray([.. pods.Select(pod => JsonValue.Create(pod.Uid()))]);
                }
            }

            JsonObject noted = job.Object("status")?.Copy() ?? [];
            noted["startTime"] ??= status["startTime"]?.DeepClone();
            noted["uncountedTerminatedPods"] = uncounted;
            JsonObject changed = job.Copy();
            changed["status"] = noted;
            job = objects.UpdateStatus(changed, Manager);
        }

        progress.Ended.ForEach(Release);
        WriteStatus(job, status, progress, conditions);
    }

    private void WriteStatus(JsonObject job, JsonObject status, JobProgress progress, List<JsonObject> conditions)
    {
        foreach (string count in (ReadOnlySpan<string>)["active", "succeeded", "failed", "completedIndexes", "failedIndexes", "conditions"])
        {
            status.Remove(count);
        }

        if (status["startTime"] is null)
        {
            status.Remove("startTime");
        }

        status.SetCount("active", progress.Active.Count);
        status.SetCount("succeeded", progress.Succeeded);
        status.SetCount("failed", progress.Failed);
        status["ready"] = progress.Active.Count(PodFacts.IsReady);
        status["terminating"] = conditions.Any(condition => condition.Text("type") is "Failed" or "Complete") ? 0 : progress.Terminating;
        status["uncountedTerminatedPods"] = new JsonObject();
        if (progress.IsIndexed && progress.CompletedIndexes.Count > 0)
        {
            status["completedIndexes"] = JobIndexes.Text(progress.CompletedIndexes);
        }

        if (progress.CountsPerIndex)
        {
            status["failedIndexes"] = JobIndexes.Text(progress.FailedIndexes);
        }

        if (conditions.Count > 0)
        {
            status["conditions"] = conditions.ToJsonArray();
        }

        StatusWriter.Write(objects, job, status, Manager);
    }

    private void Delete(JsonObject job, JsonObject pod)
    {
        objects.Delete(pod.Key(), uid: pod.Uid());
        _events.Normal(job, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
    }

    private void Release(JsonObject pod)
    {
        if (objects.Get(pod.Key()) is not { } present || present.Uid() != pod.Uid() || !JobProgress.IsTracked(present))
        {
            return;
        }

        JsonObject released = present.Copy();
        released.Ensure("metadata")["finalizers"] = present.Texts("metadata", "finalizers").Where(name => name != JobProgress.Finalizer).Select(name => JsonValue.Create(name)).ToJsonArray();
        objects.Update(released, Manager);
    }

    private void ReleaseWhenOrphaned(JsonObject? pod)
    {
        if (pod is not null && JobProgress.IsTracked(pod) && (Ownership.ControllerOf(pod) is not { } owner
            || objects.Get(new Storage.ObjectKey(ClusterKinds.Job, pod.Namespace(), owner.Text("name") ?? ""))?.Uid() != owner.Text("uid")))
        {
            Release(pod);
        }
    }
}
