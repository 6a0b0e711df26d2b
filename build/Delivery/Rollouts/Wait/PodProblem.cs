namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>A state of a pod that will not pass by itself.</summary>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Container">The container at fault; null where it is the pod as a whole.</param>
/// <param name="Reason">The API's own word, such as <c>CrashLoopBackOff</c>.</param>
/// <param name="Message">What the API says about it.</param>
/// <param name="ExitCode">Exit code of the container's last end, where it ended.</param>
/// <param name="Grace">How long it must last before it counts.</param>
/// <param name="LikelyFix">What to try first.</param>
public sealed record PodProblem(string Pod, string? Container, string Reason, string Message, int? ExitCode, TimeSpan Grace, string LikelyFix);
