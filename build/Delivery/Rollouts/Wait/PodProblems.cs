using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>The hopeless states of a pod, each by a rule of <see cref="VerdictRules"/>.</summary>
internal static class PodProblems
{
    /// <summary>The problem of one pod; null where it is well or may still become so.</summary>
    public static PodProblem? Of(PodEvidence evidence)
    {
        if (evidence.Pod.At("metadata", "deletionTimestamp") is not null || PodOwnership.IsOver(evidence.Pod))
        {
            return null;
        }

        return evidence.Statuses.Select(status => OfContainer(evidence, status)).OfType<PodProblem>().OrderBy(p => p.IsProven ? TimeSpan.Zero : p.Rule.Grace).FirstOrDefault()
            ?? PlacementProblems.Of(evidence)
            ?? SetUpProblems.Of(evidence);
    }

    /// <summary>
    /// The containers that have ended before and are not ready: what was the matter with them is neither seen now nor over. CrashLoopBackOff
    /// stands in the status for moments only, and a container that runs again has its chance.
    /// </summary>
    public static IEnumerable<string> InDoubt(JsonObject pod) => pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"))
        .Where(status => !status.Flag("ready") && (status.Number("restartCount") ?? 0) > 0)
        .Select(status => $"{pod.Name()}/{status.Text("name")}/");

    private static PodProblem? OfContainer(PodEvidence evidence, JsonObject status)
    {
        var waiting = status.At("state", "waiting") as JsonObject;
        var (reason, message) = (waiting.Text("reason"), waiting.Text("message") ?? "");
        return reason switch
        {
            "ErrImagePull" or "ImagePullBackOff" or "ImageInspectError" or "RegistryUnavailable" => ImageProblems.Of(evidence, status, reason, message),
            "InvalidImageName" or "ErrImageNeverPull" => evidence.Problem(VerdictRules.ImageName, reason, message, status) with { LikelyFix = $"correct the image's name: {status.Text("image")}" },
            "CreateContainerConfigError" => evidence.Problem(IsAboutUser(message) ? VerdictRules.ConfigRefused : VerdictRules.ConfigMissing, reason, message, status),
            "CreateContainerError" or "RunContainerError" when status.At("lastState", "terminated") is null => evidence.Problem(VerdictRules.ContainerRefused, reason, message, status),
            _ => CrashProblems.Of(evidence, status),
        };
    }

    private static bool IsAboutUser(string message) => message.Contains("runAsNonRoot", StringComparison.Ordinal) || message.Contains("non-root policy", StringComparison.Ordinal);
}
