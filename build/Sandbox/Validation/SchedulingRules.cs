using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Where pods may run.</summary>
internal static class SchedulingRules
{
    public static void Tolerations(JsonObject? spec, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var toleration in spec.Objects("tolerations"))
        {
            var place = $"{path}[{at++}]";
            var key = toleration.Text("key") ?? "";
            var op = toleration.Text("operator") ?? "";
            if (key.Length > 0) causes.AddInvalid($"{place}.key", key, Names.Qualified(key));
            if (key.Length == 0 && op != "Exists") causes.Add(Cause.Invalid($"{place}.operator", op, "operator must be Exists when `key` is empty, which means \"match all values and all keys\""));
            if (toleration["tolerationSeconds"] is not null && toleration.Text("effect") != "NoExecute") causes.Add(Cause.Invalid($"{place}.effect", toleration.Text("effect") ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set"));
            if (op is "Equal" or "") causes.AddInvalid($"{place}.operator", toleration.Text("value") ?? "", Names.LabelValue(toleration.Text("value") ?? ""));
            else if (op == "Exists" && toleration.Text("value") is { Length: > 0 } value) causes.Add(Cause.Invalid($"{place}.operator", value, "value must be empty when `operator` is 'Exists'"));
            else if (op != "Exists") causes.Add(Cause.NotSupported($"{place}.operator", op, ["Equal", "Exists"]));
            if (toleration.Text("effect") is { Length: > 0 } effect) causes.AddUnlessOneOf($"{place}.effect", effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
        }
    }

    public static void Spread(JsonObject? spec, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
        {
            var place = $"{path}[{at++}]";
            if (constraint.Number("maxSkew") is null or <= 0) causes.Add(Cause.Invalid($"{place}.maxSkew", constraint.Number("maxSkew") ?? 0, "must be greater than zero"));
            if (constraint.Text("topologyKey") is null or "") causes.Add(Cause.Required($"{place}.topologyKey", "can not be empty"));
            if (constraint.Text("whenUnsatisfiable") is not ("DoNotSchedule" or "ScheduleAnyway")) causes.Add(Cause.NotSupported($"{place}.whenUnsatisfiable", constraint.Text("whenUnsatisfiable") ?? "", ["DoNotSchedule", "ScheduleAnyway"]));
            SelectorRules.Check(constraint.Object("labelSelector"), $"{place}.labelSelector", causes);
        }
    }

    public static void Affinity(JsonObject? affinity, string path, List<Cause> causes)
    {
        if (affinity.Object("nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is { } required && !required.Objects("nodeSelectorTerms").Any())
        {
            causes.Add(Cause.Required($"{path}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms", "must have at least one node selector term"));
        }
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var at = 0;
            foreach (var term in affinity.Objects(kind, "requiredDuringSchedulingIgnoredDuringExecution")) Term(term, $"{path}.{kind}.requiredDuringSchedulingIgnoredDuringExecution[{at++}]", causes);
            at = 0;
            foreach (var weighted in affinity.Objects(kind, "preferredDuringSchedulingIgnoredDuringExecution"))
            {
                var place = $"{path}.{kind}.preferredDuringSchedulingIgnoredDuringExecution[{at++}]";
                if (weighted.Number("weight") is null or <= 0 or > 100) causes.Add(Cause.Invalid($"{place}.weight", weighted.Number("weight") ?? 0, "must be in the range 1-100"));
                Term(weighted.Object("podAffinityTerm") ?? [], $"{place}.podAffinityTerm", causes);
            }
        }
    }

    private static void Term(JsonObject term, string path, List<Cause> causes)
    {
        var key = term.Text("topologyKey") ?? "";
        if (key.Length == 0) causes.Add(Cause.Required($"{path}.topologyKey", "can not be empty"));
        causes.AddInvalid($"{path}.topologyKey", key, Names.Qualified(key));
        SelectorRules.Check(term.Object("labelSelector"), $"{path}.labelSelector", causes);
    }
}
