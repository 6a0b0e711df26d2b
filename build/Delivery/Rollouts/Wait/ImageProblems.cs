using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>Images that do not come: for want of them, or of the registry.</summary>
internal static class ImageProblems
{
    private const string Failed = "Failed to pull image";

    private static readonly string[] s_missing =
        ["not found", "manifest unknown", "does not exist", "name unknown", "access denied", "unauthorized", "denied: ", "403 Forbidden", "authorization failed", "no match for platform", "not known to registry"];

    public static PodProblem Of(PodEvidence evidence, JsonObject status, string reason, string message)
    {
        var failures = evidence.Events.Where(e => e.Text("reason") == "Failed" && e.IsAboutContainer(status.Text("name")) && (e.Text("message") ?? "").Contains(Failed, StringComparison.Ordinal)).ToList();

        // older kubelets say in a back-off only that there is one
        var cause = message.Contains("Back-off", StringComparison.Ordinal) && !message.Contains("ErrImagePull:", StringComparison.Ordinal) && failures is [.., var last] ? last.Text("message") ?? "" : message;
        if (!s_missing.Any(text => cause.Contains(text, StringComparison.OrdinalIgnoreCase)))
        {
            return evidence.Problem(VerdictRules.RegistryAway, reason, message, status);
        }

        return evidence.Problem(VerdictRules.ImageMissing, reason, message, status) with
        {
            LikelyFix = $"push the image, or correct its name: {status.Text("image")}",
            IsProven = failures.Sum(EventFacts.Times) >= evidence.PullTries,
        };
    }
}
