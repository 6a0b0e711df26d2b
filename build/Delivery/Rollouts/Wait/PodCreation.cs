using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts.Wait;

/// <summary>
/// Pods that may not be made: quota, limits, Pod Security, an admission webhook. Only events tell for sure: a Deployment's condition may be of
/// an older revision. Each try makes a new event and those of an earlier release are still there, so what happened before the newest write does
/// not count, nor does a refusal after which a pod was made.
/// </summary>
internal static partial class PodCreation
{
    private static readonly string[] s_denied =
        ["denied the request", "violates PodSecurity", "ValidatingAdmissionPolicy", "maximum ", "minimum ", "limit to request ratio", "failed quota", "is invalid", "Invalid value"];

    /// <summary>The failure; null where pods are made as they should.</summary>
    /// <param name="maker">What makes the pods: the newest ReplicaSet of a Deployment, else the live object itself.</param>
    /// <param name="events">Events of its namespace, the oldest first.</param>
    /// <param name="since">The newest write of the release.</param>
    public static ObjectStatus? Refused(JsonObject maker, IReadOnlyList<JsonObject> events, DateTimeOffset since)
    {
        if (maker.Kind() is not ("StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job") || Made(maker) >= Wanted(maker))
        {
            return null;
        }

        var own = events.Where(e => e.IsAbout(maker.Uid()) && e.Text("reason") is "FailedCreate" or "SuccessfulCreate").ToList();
        var refusal = own.FindLast(e => e.Text("reason") == "FailedCreate");
        if (refusal is null || refusal.When() < Begin(maker, since) || own.Exists(e => e.Text("reason") == "SuccessfulCreate" && e.When() >= refusal.When()))
        {
            return null;
        }

        var message = refusal.Text("message") ?? "";
        return ObjectStatus.Failed($"FailedCreate: {message}", RuleOf(message));
    }

    /// <summary>The rule that goes with a refusal.</summary>
    public static VerdictRule RuleOf(string message) =>
        message.Contains("failed calling webhook", StringComparison.Ordinal) ? VerdictRules.WebhookAway
        : message.Contains("exceeded quota", StringComparison.Ordinal) ? IsTooSmall(message) ? VerdictRules.CreateDenied : VerdictRules.QuotaUsed
        : s_denied.Any(text => message.Contains(text, StringComparison.Ordinal)) ? VerdictRules.CreateDenied
        : VerdictRules.CreateFails;

    private static DateTimeOffset Begin(JsonObject maker, DateTimeOffset since) =>
        new[] { since, LastWrite.Of(maker), EventFacts.Time(maker.Text("metadata", "creationTimestamp")) }.Max();

    /// <summary>Whether a single pod asks for more than the quota allows in all: then it does not help that others go.</summary>
    private static bool IsTooSmall(string message)
    {
        var limits = Amounts(message, "limited").ToDictionary(a => a.Name, a => a.Amount);
        return Amounts(message, "requested").Any(asked => limits.TryGetValue(asked.Name, out var limit) && Quantities.IsMore(asked.Amount, limit));
    }

    private static IEnumerable<(string Name, string Amount)> Amounts(string message, string word)
    {
        var list = Regex.Match(message, $@"\b{word}: (?<list>[^\s]+)").Groups["list"].Value;
        return Amount().Matches(list).Select(m => (m.Groups["name"].Value, m.Groups["amount"].Value)).DistinctBy(a => a.Item1);
    }

    private static long Made(JsonObject workload) => workload.Kind() switch
    {
        "DaemonSet" => workload.Number("status", "currentNumberScheduled") ?? 0,
        "Job" => (workload.Number("status", "active") ?? 0) + (workload.Number("status", "succeeded") ?? 0) + (workload.Number("status", "failed") ?? 0),
        _ => workload.Number("status", "replicas") ?? 0,
    };

    private static long Wanted(JsonObject workload) => workload.Kind() switch
    {
        "DaemonSet" => workload.Number("status", "desiredNumberScheduled") ?? 0,
        "Job" => 1,
        _ => workload.Number("spec", "replicas") ?? 1,
    };

    [GeneratedRegex("(?<name>[^=,]+)=(?<amount>[^=,]+)")]
    private static partial Regex Amount();
}
