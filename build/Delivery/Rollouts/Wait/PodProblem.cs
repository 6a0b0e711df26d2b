namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>A state of a pod that will not pass by itself.</summary>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Container">The container at fault; null where it is the pod as a whole.</param>
/// <param name="Rule">The rule by which it counts.</param>
/// <param name="Reason">The API's own word, such as <c>CrashLoopBackOff</c>.</param>
/// <param name="Message">What the API says about it.</param>
internal sealed record PodProblem(string Pod, string? Container, VerdictRule Rule, string Reason, string Message)
{
    /// <summary>Exit code of the container's last end, where it ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What to try first.</summary>
    public string LikelyFix { get; init; } = Rule.LikelyFix;

    /// <summary>Whether enough tries have failed: then it needs no grace.</summary>
    public bool IsProven { get; init; }

    /// <summary>What of one pod may have been the matter for a while.</summary>
    public string Id => $"{Pod}/{Container}/{Rule.Name}";
}
