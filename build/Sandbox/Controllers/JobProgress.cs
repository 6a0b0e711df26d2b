using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>How far a Job has come: what its status has counted already, and its pods as they are.</summary>
internal sealed class JobProgress
{
    public const string Finalizer = "batch.kubernetes.io/job-tracking";
    public const string FailureCount = "batch.kubernetes.io/job-index-failure-count";

    private readonly JsonObject _job;
    private readonly IReadOnlyList<JsonObject> _pods;

    public JobProgress(JsonObject job, IReadOnlyList<JsonObject> pods, bool countsFailures)
    {
        (_job, _pods) = (job, pods);
        Succeeded = (int)(job.Number("status", "succeeded") ?? 0);
        Failed = (int)(job.Number("status", "failed") ?? 0);
        CompletedIndexes = JobIndexes.Parse(job.Text("status", "completedIndexes"));
        FailedIndexes = JobIndexes.Parse(job.Text("status", "failedIndexes"));
        Active = [.. pods.Where(PodFacts.IsActive)];
        foreach (JsonObject pod in pods.Where(IsTracked).Where(pod => pod.IsFinished() || IsFailed(pod)))
        {
            Ended.Add(pod);
            if (pod.Phase() == "Succeeded")
            {
                CountSuccess(pod);
            }
            else if (countsFailures)
            {
                CountFailure(pod);
            }
        }

        if (IsIndexed)
        {
            Succeeded = CompletedIndexes.Count;
        }
    }

    /// <summary>Ended pods that no status has counted before.</summary>
    public List<JsonObject> Ended { get; } = [];

    public List<JsonObject> NewlySucceeded { get; } = [];

    public List<JsonObject> NewlyFailed { get; } = [];

    public List<JsonObject> Active { get; }

    public int Succeeded { get; private set; }

    public int Failed { get; private set; }

    public SortedSet<int> CompletedIndexes { get; }

    public SortedSet<int> FailedIndexes { get; }

    /// <summary>The message of the failure policy that fails the whole Job.</summary>
    public string? PolicyFailure { get; private set; }

    public bool IsIndexed => _job.Text("spec", "completionMode") == "Indexed";

    public bool CountsPerIndex => _job.Number("spec", "backoffLimitPerIndex") is not null;

    public int Terminating => _pods.Count(pod => pod.IsDeleting() && !pod.IsFinished());

    /// <summary>Pods that must have ended before they are replaced or counted as failed.</summary>
    public bool WaitsForEnd => _job.Object("spec", "podFailurePolicy") is not null || _job.Text("spec", "podReplacementPolicy") == "Failed";

    public bool IsDone => _job.Number("spec", "completions") is { } wanted ? Succeeded >= wanted : Succeeded > 0 && Active.Count == 0;

    public static bool IsTracked(JsonObject pod) => pod.Texts("metadata", "finalizers").Contains(Finalizer);

    /// <summary>Restarts within the running pods of a Job whose pods restart their containers.</summary>
    public bool IsPastRestarts(long limit)
    {
        if (_job.Text("spec", "template", "spec", "restartPolicy") != "OnFailure")
        {
            return false;
        }

        long restarts = Active.Sum(pod => pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).Sum(container => container.Number("restartCount") ?? 0));
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    /// <summary>Number of the success policy's rule that holds, or null.</summary>
    public int? SuccessRule()
    {
        int index = 0;
        foreach (JsonObject rule in _job.Items("spec", "successPolicy", "rules"))
        {
            SortedSet<int> wanted = rule.Text("succeededIndexes") is { } some ? JobIndexes.Parse(some) : new(Enumerable.Range(0, (int)(_job.Number("spec", "completions") ?? 0)));
            int succeeded = CompletedIndexes.Count(wanted.Contains);
            if (succeeded >= (rule.Number("succeededCount") ?? wanted.Count))
            {
                return index;
            }

            index++;
        }

        return null;
    }

    /// <summary>Counts as failed what was running when the Job failed.</summary>
    public void CountRemaining(IEnumerable<JsonObject> pods)
    {
        foreach (JsonObject pod in pods.Where(pod => !Ended.Exists(ended => ended.Uid() == pod.Uid())))
        {
            Failed++;
            NewlyFailed.Add(pod);
        }
    }

    /// <summary>How many pods should run now.</summary>
    public int WantedNow()
    {
        int parallelism = (int)(_job.Number("spec", "parallelism") ?? 1);
        return _job.Number("spec", "completions") is { } completions
            ? (int)Math.Max(0, Math.Min(parallelism, completions - Succeeded - FailedIndexes.Count))
            : Succeeded > 0 ? Active.Count : parallelism;
    }

    /// <summary>What index the next pods get; null ones where the Job does not count indexes.</summary>
    public IEnumerable<int?> NextIndexes(int count)
    {
        if (!IsIndexed)
        {
            return Enumerable.Repeat((int?)null, count);
        }

        IEnumerable<JsonObject> holders = WaitsForEnd ? Active.Concat(_pods.Where(pod => pod.IsDeleting() && !pod.IsFinished())) : Active;
        HashSet<int> taken = [.. CompletedIndexes, .. FailedIndexes, .. holders.Select(JobIndexes.Of).OfType<int>()];
        return Enumerable.Range(0, (int)(_job.Number("spec", "completions") ?? 0)).Where(index => !taken.Contains(index)).Take(count).Select(index => (int?)index);
    }

    /// <summary>Failures of one index so far, as its newest failed pod knows them.</summary>
    public int FailuresOf(int index) =>
        _pods.Where(pod => JobIndexes.Of(pod) == index && IsFailed(pod)).Select(pod => FailuresOf(pod) + 1).DefaultIfEmpty(0).Max();

    /// <summary>When a pod may be made after the failures there were: 10 s after the last one, doubling to 10 minutes.</summary>
    public DateTimeOffset? NotBefore(int? index)
    {
        List<JsonObject> failed = [.. _pods.Where(pod => pod.Phase() == "Failed" && (index is null || JobIndexes.Of(pod) == index))];
        if (failed.Count == 0 || failed.Select(EndOf).Max() is not { } last)
        {
            return null;
        }

        DateTimeOffset? success = _pods.Where(pod => pod.Phase() == "Succeeded").Select(EndOf).Max();
        int streak = failed.Count(pod => success is null || EndOf(pod) > success);
        return streak == 0 ? null : last.AddSeconds(Math.Min(10 * Math.Pow(2, Math.Min(streak - 1, 10)), 600));
    }

    private static DateTimeOffset? EndOf(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Select(container => container.Time("state", "terminated", "finishedAt")).Max();

    private static int FailuresOf(JsonObject pod) => int.TryParse(pod.Annotation(FailureCount), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;

    private bool IsFailed(JsonObject pod) => pod.Phase() == "Failed" || (!WaitsForEnd && pod.IsDeleting() && pod.Phase() != "Succeeded");

    private void CountSuccess(JsonObject pod)
    {
        if (!IsIndexed || (JobIndexes.Of(pod) is { } index && index < (_job.Number("spec", "completions") ?? 0) && CompletedIndexes.Add(index)))
        {
            Succeeded++;
            NewlySucceeded.Add(pod);
        }
    }

    private void CountFailure(JsonObject pod)
    {
        JobFailurePolicy policy = JobFailurePolicy.Of(_job, pod);
        if (policy.Action == "Ignore")
        {
            return;
        }

        Failed++;
        NewlyFailed.Add(pod);
        if (policy.Action == "FailJob")
        {
            PolicyFailure ??= policy.Message;
        }

        if (JobIndexes.Of(pod) is { } index && (policy.Action == "FailIndex" || FailuresOf(pod) + 1 > (_job.Number("spec", "backoffLimitPerIndex") ?? long.MaxValue)))
        {
            FailedIndexes.Add(index);
        }
    }
}
