using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>Why an object would not be taken.</summary>
/// <param name="Key">The object.</param>
/// <param name="Text">In one line.</param>
/// <param name="Forbidden">The API server's words where it forbids it (403): another object may be the reason, and may change. Null where the object itself is wrong.</param>
internal sealed partial record TrialProblem(ObjectKey Key, string Text, string? Forbidden = null)
{
    /// <summary>Whether the release writes what it is forbidden by; then it shows when it is the object's turn.</summary>
    public bool MayPass(IEnumerable<Change> changes) => Forbidden is { } words && Reason(words) is var (kind, name)
        && changes.Any(c => c.Action != ChangeAction.Unchanged && c.Key.Kind == kind && (name is null || c.Key.Name == name) && (c.Key.Namespace is null || c.Key.Namespace == Key.Namespace));

    /// <summary>The kind, and the name where it is told, of what the API server's own admission goes by; null for whatever else forbids it.</summary>
    private (string Kind, string? Name)? Reason(string words) =>
        Account().Match(words) is { Success: true } account ? ("ServiceAccount", account.Groups[1].Value)
        : Priority().Match(words) is { Success: true } priority ? ("PriorityClass", priority.Groups[1].Value)
        : Runtime().Match(words) is { Success: true } runtime ? ("RuntimeClass", runtime.Groups[1].Value)
        : words.Contains("violates PodSecurity", StringComparison.Ordinal) ? ("Namespace", Key.Namespace)
        : words.Contains("exceeded quota", StringComparison.Ordinal) || words.Contains("failed quota", StringComparison.Ordinal) ? ("ResourceQuota", null)
        : Limit().IsMatch(words) ? ("LimitRange", null)
        : null;

    [GeneratedRegex("""serviceaccount "([^"]+)" not found""")]
    private static partial Regex Account();

    [GeneratedRegex("no PriorityClass with name (.+) was found")]
    private static partial Regex Priority();

    [GeneratedRegex("""RuntimeClass "([^"]+)" not found""")]
    private static partial Regex Runtime();

    [GeneratedRegex(@"\b(maximum|minimum) \S+ usage per ")]
    private static partial Regex Limit();
}
