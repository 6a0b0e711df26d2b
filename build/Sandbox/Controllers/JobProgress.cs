using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>How far a Job has come, counted from its pods.</summary>
internal sealed record JobProgress(
    List<JsonObject> Active, int Succeeded, int Failed, int FailedPods, long Failures, int Terminating, DateTimeOffset? LastFailure,
    IReadOnlyList<int> CompletedIndexes, bool IsDone)
{
    public static JobProgress Of(JsonObject job, IReadOnlyList<JsonObject> pods)
    {
        List<JsonObject> failed = [.. pods.Where(pod => pod.Phase() == "Failed" || (pod.IsDeleting() && !pod.IsFinished() && pod.Phase() == "Failed"))];
        List<JsonObject> succeeded = [.. pods.Where(pod => pod.Phase() == "Succeeded")];
        List<int> indexes = [.. succeeded.Select(IndexOf).OfType<int>().Distinct().Order()];
        bool indexed = job.Text("spec", "completionMode") == "Indexed";
        int count = indexed ? indexes.Count : succeeded.Count;
        List<JsonObject> active = [.. pods.Where(PodFacts.IsActive)];
        long? completions = job.Number("spec", "completions");
        return new JobProgress(
            active,
            count,
            failed.Count,
            failed.Count,
            failed.Count + active.Sum(Restarts),
            pods.Count(pod => pod.IsDeleting() && !pod.IsFinished()),
            failed.Select(EndOf).OfType<DateTimeOffset>().DefaultIfEmpty().Max() is { Ticks: > 0 } last ? last : null,
            indexes,
            completions is { } wanted ? count >= wanted : succeeded.Count > 0 && active.Count == 0);
    }

    /// <summary>How many pods should run now.</summary>
    public int WantedNow(JsonObject job)
    {
        int parallelism = (int)(job.Number("spec", "parallelism") ?? 1);
        return job.Number("spec", "completions") is { } completions
            ? (int)Math.Min(parallelism, completions - Succeeded)
            : Succeeded > 0 ? Active.Count : parallelism;
    }

    /// <summary>What index the next pods get; null ones where the Job does not count indexes.</summary>
    public IEnumerable<int?> NextIndexes(JsonObject job, int count)
    {
        if (job.Text("spec", "completionMode") != "Indexed")
        {
            return Enumerable.Repeat((int?)null, count);
        }

        HashSet<int> taken = [.. CompletedIndexes, .. Active.Select(IndexOf).OfType<int>()];
        return Enumerable.Range(0, (int)(job.Number("spec", "completions") ?? 0)).Where(index => !taken.Contains(index)).Take(count).Select(index => (int?)index);
    }

    /// <summary>Such as 0,1 or 0-2,5.</summary>
    public static string Ranges(IReadOnlyList<int> sorted)
    {
        List<string> parts = [];
        for (int start = 0; start < sorted.Count;)
        {
            int end = start;
            while (end + 1 < sorted.Count && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            parts.Add(end == start ? $"{sorted[start]}" : end == start + 1 ? $"{sorted[start]},{sorted[end]}" : $"{sorted[start]}-{sorted[end]}");
            start = end + 1;
        }

        return string.Join(',', parts);
    }

    private static long Restarts(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).Sum(container => container.Number("restartCount") ?? 0);

    private static DateTimeOffset? EndOf(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Select(container => container.Time("state", "terminated", "finishedAt")).Max();

    private static int? IndexOf(JsonObject pod) =>
        int.TryParse(pod.Annotation("batch.kubernetes.io/job-completion-index"), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
}
