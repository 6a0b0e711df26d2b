using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>Which pods a quota with scopes counts, as the API server decides it.</summary>
/// <param name="haveDefaults">Whether a limit range of the namespace gives requests or limits to containers that name none.</param>
/// <param name="usualPriority">The PriorityClass of pods that name none; empty where there is none, null where that is not known.</param>
internal sealed class QuotaScopes(bool haveDefaults, string? usualPriority)
{
    /// <summary>Whether a pod counts; null where that cannot be told from here.</summary>
    public Func<JsonNode?, bool>? Of(JsonNode? quota)
    {
        var scopes = ScopesOf(quota).Select(Test).ToList();
        return scopes.Contains(null) ? null : pod => scopes.TrueForAll(test => test!(pod));
    }

    /// <summary>Whether it asks for a PriorityClass.</summary>
    public static bool AskForPriority(JsonNode? quota) => ScopesOf(quota).Any(s => s.Name == "PriorityClass");

    /// <summary>The scopes to read.</summary>
    public static string Names(JsonNode? quota) => string.Join(", ", ScopesOf(quota).Select(s => s.Name).Distinct());

    private static IEnumerable<(string Name, string Operator, IReadOnlyList<string> Values)> ScopesOf(JsonNode? quota) =>
        (quota.At("scopes") as JsonArray ?? []).Select(s => (s.Text() ?? "", "Exists", (IReadOnlyList<string>)[]))
            .Concat(quota.Items("scopeSelector", "matchExpressions").Select(e => (e.Text("scopeName") ?? "", e.Text("operator") ?? "", (IReadOnlyList<string>)[.. (e.At("values") as JsonArray ?? []).Select(v => v.Text() ?? "")])));

    private Func<JsonNode?, bool>? Test((string Name, string Operator, IReadOnlyList<string> Values) scope) => scope.Name switch
    {
        "Terminating" => EndsByItself,
        "NotTerminating" => pod => !EndsByItself(pod),
        "BestEffort" => IsBestEffort,
        "NotBestEffort" => pod => !IsBestEffort(pod),
        "PriorityClass" when usualPriority is { } usual => pod => HasPriority(pod.Text("priorityClassName") ?? usual, scope.Operator, scope.Values),
        _ => null,
    };

    private static bool EndsByItself(JsonNode? pod) => pod.Number("activeDeadlineSeconds") is >= 0;

    private bool IsBestEffort(JsonNode? pod) => !haveDefaults && pod.Items("containers").Concat(pod.Items("initContainers"))
        .All(c => new[] { "requests", "limits" }.All(kind => PodSize.Read(c.At("resources", kind)).All(a => a.Name is not ("cpu" or "memory") || a.Amount == 0)));

    private static bool HasPriority(string name, string does, IReadOnlyList<string> values) => does switch
    {
        "In" => values.Contains(name),
        "NotIn" => !values.Contains(name),
        "DoesNotExist" => name.Length == 0,
        _ => name.Length > 0,
    };
}
