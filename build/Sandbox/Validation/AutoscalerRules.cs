using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>HorizontalPodAutoscalers.</summary>
internal static class AutoscalerRules
{
    private const int LongestPeriod = 1800;
    private const int LongestWindow = 3600;

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var (least, most) = (spec.Number("minReplicas"), spec.Number("maxReplicas") ?? 0);
        var lowest = old.Number("spec", "minReplicas") == 0 ? 0 : 1;
        if (least < lowest) causes.Add(Cause.Invalid("spec.minReplicas", least, $"must be greater than or equal to {lowest}"));
        if (most == 0) causes.Add(Cause.Required("spec.maxReplicas", "must be set and greater than 0"));
        else if (most < 0) causes.Add(Cause.Invalid("spec.maxReplicas", most, "must be greater than or equal to 1"));
        if (most < least) causes.Add(Cause.Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
        var target = spec.Object("scaleTargetRef") ?? [];
        var keeps = old is not null && ((string[])["apiVersion", "kind"]).All(f => target.Text(f) == old.Text("spec", "scaleTargetRef", f));
        Reference(target, "spec.scaleTargetRef", causes, keeps || target.Text("kind") == "ReplicationController", keeps);
        var metrics = spec.Objects("metrics").ToList();
        for (var i = 0; i < metrics.Count; i++) MetricRules.Check(metrics[i], $"spec.metrics[{i}]", causes);
        if (least == 0 && !metrics.Exists(m => m.Text("type") is "Object" or "External"))
        {
            causes.Add(Cause.Forbidden("spec.metrics", "must specify at least one Object or External metric to support scaling to zero replicas"));
        }
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
        {
            if (spec.Object("behavior", direction) is { } rules) Scaling(rules, $"spec.behavior.{direction}", causes);
        }
    }

    public static void Reference(JsonObject reference, string path, List<Cause> causes, bool maybeCore = true, bool anyVersion = false)
    {
        ReferenceRules.KindAndName(reference, path, causes);
        var version = reference.Text("apiVersion") ?? "";
        if (anyVersion) return;
        if (version.Count(c => c == '/') > 1) causes.Add(Cause.Invalid($"{path}.apiVersion", version, $"unexpected GroupVersion string: {version}"));
        else if (!maybeCore && version.IndexOf('/', StringComparison.Ordinal) < 1) causes.Add(Cause.Invalid($"{path}.apiVersion", version, "apiVersion must specify API group"));
    }

    private static void Scaling(JsonObject rules, string path, List<Cause> causes)
    {
        var window = rules.Number("stabilizationWindowSeconds");
        if (window is < 0) causes.Add(Cause.Invalid($"{path}.stabilizationWindowSeconds", window, "must be greater than or equal to zero"));
        if (window is > LongestWindow) causes.Add(Cause.Invalid($"{path}.stabilizationWindowSeconds", window, $"must be less than or equal to {LongestWindow}"));
        causes.AddUnlessOneOf($"{path}.selectPolicy", rules.Text("selectPolicy"), "Disabled", "Max", "Min");
        var policies = rules.Objects("policies").ToList();
        if (policies.Count == 0) causes.Add(Cause.Required($"{path}.policies", "must specify at least one Policy"));
        for (var i = 0; i < policies.Count; i++)
        {
            var place = $"{path}.policies[{i}]";
            var (value, period) = (policies[i].Number("value") ?? 0, policies[i].Number("periodSeconds") ?? 0);
            causes.AddUnlessOneOf($"{place}.type", policies[i].Text("type") ?? "", "Percent", "Pods");
            if (value <= 0) causes.Add(Cause.Invalid($"{place}.value", value, "must be greater than zero"));
            if (period <= 0) causes.Add(Cause.Invalid($"{place}.periodSeconds", period, "must be greater than zero"));
            if (period > LongestPeriod) causes.Add(Cause.Invalid($"{place}.periodSeconds", period, $"must be less than or equal to {LongestPeriod}"));
        }
        if (AmountRules.Size(rules["tolerance"]) is { Sign: < 0 }) causes.Add(Cause.Invalid($"{path}.tolerance", rules["tolerance"], "must be greater than or equal to 0"));
    }
}
