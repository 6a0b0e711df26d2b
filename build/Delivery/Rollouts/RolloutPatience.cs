using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Quantities;

namespace SiteBuilder.Delivery.Rollouts;

/// <summary>How an environment trades speed for patience; the graces themselves are those of <see cref="VerdictRules"/>.</summary>
/// <param name="Factor">Multiplies every grace. Above one a crash loop or a missing image takes two more tries as well. Default: 1.</param>
/// <param name="Autoscaler">What pods without a node are given at least, where nodes come when they are needed. Default: zero, nodes do not come.</param>
public sealed record RolloutPatience(double Factor = 1, TimeSpan Autoscaler = default)
{
    private const int MoreTries = 2;

    /// <summary>The graces as they are.</summary>
    public static RolloutPatience Normal { get; } = new();

    /// <summary>What an environment file asks for.</summary>
    public static RolloutPatience Of(RolloutGate gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return new RolloutPatience(gate.Patience switch { RolloutPace.Quick => 0.5, RolloutPace.Patient => 3, _ => 1 }, gate.Autoscaler ?? TimeSpan.Zero);
    }

    /// <summary>The grace of a rule for one workload: its own annotation's, else the environment's.</summary>
    internal TimeSpan GraceOf(VerdictRule rule, JsonObject workload) =>
        Own(rule, workload) ?? (rule.WantsNode && Autoscaler > rule.Grace * Factor ? Autoscaler : rule.Grace * Factor);

    /// <summary>The same where so many tries have failed that no grace is left, unless the workload has its own.</summary>
    internal static TimeSpan OwnGraceOf(VerdictRule rule, JsonObject workload) => Own(rule, workload) ?? TimeSpan.Zero;

    /// <summary>How often something has to be tried in vain.</summary>
    internal int Tries(int normal) => Factor > 1 ? normal + MoreTries : normal;

    /// <summary>What is wrong with the annotations of the desired objects; empty where nothing is.</summary>
    internal static IEnumerable<string> Problems(IEnumerable<JsonObject> objects) =>
        from item in objects
        from annotation in item.At("metadata", "annotations") as JsonObject ?? []
        where annotation.Key.StartsWith(VerdictRules.AnnotationPrefix, StringComparison.Ordinal)
        let name = annotation.Key[VerdictRules.AnnotationPrefix.Length..]
        let problem = VerdictRules.All.All(rule => rule.Name != name) ? $"names no rule; the rules are {string.Join(", ", VerdictRules.All.Select(rule => rule.Name))}"
            : annotation.Value is not JsonValue value || !value.TryGetValue<string>(out var text) || !(text == "0s" || Duration.TryParse(text, out _)) ? $"is {annotation.Value?.ToJsonString() ?? "null"}, expected a time from 0s to 24h such as 90s, 10m or 1h30m"
            : null
        where problem is not null
        select $"{ObjectKey.Of(item)}: annotation {annotation.Key} {problem}";

    private static TimeSpan? Own(VerdictRule rule, JsonObject workload) => workload.Annotation(rule.Annotation) switch
    {
        null => null,
        "0s" => TimeSpan.Zero,
        var text => Duration.TryParse(text, out var grace) ? grace : null,
    };
}
