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
            else if (op != "Exists") causes.Add(Cause.NotSupported($"{place}.operator", op, op is "Lt" or "Gt" ? ["Equal", "Exists", "Lt", "Gt"] : ["Equal", "Exists"]));
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
            var pair = (constraint.Text("topologyKey"), constraint.Text("whenUnsatisfiable"));
            if (spec.Objects("topologySpreadConstraints").Skip(at).Any(c => (c.Text("topologyKey"), c.Text("whenUnsatisfiable")) == pair)) causes.Add(Cause.Duplicate($"{place}.{{topologyKey, whenUnsatisfiable}}", $"{{{pair.Item1}, {pair.Item2}}}"));
            if (constraint.Number("minDomains") is { } least)
            {
                if (least <= 0) causes.Add(Cause.Invalid($"{place}.minDomains", least, "must be greater than zero"));
                if (pair.Item2 != "DoNotSchedule") causes.Add(Cause.Invalid($"{place}.minDomains", least, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {pair.Item2}"));
            }
            foreach (var policy in (ReadOnlySpan<string>)["nodeAffinityPolicy", "nodeTaintsPolicy"]) causes.AddUnlessOneOf($"{place}.{policy}", constraint.Text(policy), "Honor", "Ignore");
            LabelKeys(constraint, "matchLabelKeys", place, causes);
            SelectorRules.Check(constraint.Object("labelSelector"), $"{place}.labelSelector", causes);
        }
    }

    public static void Affinity(JsonObject? affinity, string path, List<Cause> causes)
    {
        const string required = "requiredDuringSchedulingIgnoredDuringExecution";
        const string preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        if (affinity.Object("nodeAffinity", required) is { } selector) NodeSelector(selector, $"{path}.nodeAffinity.{required}", causes);
        var node = 0;
        foreach (var weighted in affinity.Objects("nodeAffinity", preferred))
        {
            var place = $"{path}.nodeAffinity.{preferred}[{node++}]";
            Weight(weighted, place, causes);
            NodeTerm(weighted.Object("preference"), $"{place}.preference", isRequired: false, causes);
        }
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var at = 0;
            foreach (var term in affinity.Objects(kind, required)) Term(term, $"{path}.{kind}.{required}[{at++}]", causes);
            at = 0;
            foreach (var weighted in affinity.Objects(kind, preferred))
            {
                var place = $"{path}.{kind}.{preferred}[{at++}]";
                Weight(weighted, place, causes);
                Term(weighted.Object("podAffinityTerm") ?? [], $"{place}.podAffinityTerm", causes);
            }
        }
    }

    /// <summary>Terms of which a node has to satisfy one.</summary>
    public static void NodeSelector(JsonObject selector, string path, List<Cause> causes)
    {
        var terms = selector.Objects("nodeSelectorTerms").ToList();
        if (terms.Count == 0) causes.Add(Cause.Required($"{path}.nodeSelectorTerms", "must have at least one node selector term"));
        for (var i = 0; i < terms.Count; i++) NodeTerm(terms[i], $"{path}.nodeSelectorTerms[{i}]", isRequired: true, causes);
    }

    private static void Weight(JsonObject weighted, string path, List<Cause> causes)
    {
        if (weighted.Number("weight") is null or <= 0 or > 100) causes.Add(Cause.Invalid($"{path}.weight", weighted.Number("weight") ?? 0, "must be in the range 1-100"));
    }

    private static void NodeTerm(JsonObject? term, string path, bool isRequired, List<Cause> causes)
    {
        var at = 0;
        foreach (var expression in term.Objects("matchExpressions"))
        {
            var place = $"{path}.matchExpressions[{at++}]";
            var values = expression.Texts("values").ToList();
            if (expression.Text("operator") is "Gt" or "Lt")
            {
                if (values.Count != 1) causes.Add(Cause.Required($"{place}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'"));
            }
            else
            {
                SelectorRules.Operator(expression, values, place, causes);
            }
            causes.AddInvalid($"{place}.key", expression.Text("key") ?? "", Names.Qualified(expression.Text("key") ?? ""));
            for (var i = 0; i < values.Count && isRequired; i++) causes.AddInvalid($"{place}.values[{i}]", values[i], Names.LabelValue(values[i]));
        }
        at = 0;
        foreach (var field in term.Objects("matchFields")) NodeField(field, $"{path}.matchFields[{at++}]", causes);
    }

    private static void NodeField(JsonObject field, string path, List<Cause> causes)
    {
        var values = field.Texts("values").ToList();
        var key = field.Text("key") ?? "";
        if (field.Text("operator") is not ("In" or "NotIn")) causes.Add(Cause.Invalid($"{path}.operator", field.Text("operator") ?? "", "not a valid selector operator"));
        else if (values.Count != 1) causes.Add(Cause.Required($"{path}.values", "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
        if (key != "metadata.name") causes.Add(Cause.Invalid($"{path}.key", key, "not a valid field selector key"));
        for (var i = 0; i < values.Count && key == "metadata.name"; i++) causes.AddInvalid($"{path}.values[{i}]", values[i], Names.Subdomain(values[i]));
    }

    private static void Term(JsonObject term, string path, List<Cause> causes)
    {
        var key = term.Text("topologyKey") ?? "";
        foreach (var selector in (ReadOnlySpan<string>)["labelSelector", "namespaceSelector"]) SelectorRules.Check(term.Object(selector), $"{path}.{selector}", causes);
        foreach (var name in term.Texts("namespaces")) causes.AddInvalid($"{path}.namespace", name, Names.Label(name));
        foreach (var keys in (ReadOnlySpan<string>)["matchLabelKeys", "mismatchLabelKeys"]) LabelKeys(term, keys, path, causes);
        if (key.Length == 0) causes.Add(Cause.Required($"{path}.topologyKey", "can not be empty"));
        causes.AddInvalid($"{path}.topologyKey", key, Names.Qualified(key));
    }

    private static void LabelKeys(JsonObject obj, string field, string path, List<Cause> causes)
    {
        var keys = obj.Texts(field).ToList();
        if (keys.Count > 0 && obj["labelSelector"] is null) causes.Add(Cause.Forbidden($"{path}.{field}", "must not be specified when labelSelector is not set"));
        else for (var i = 0; i < keys.Count; i++) causes.AddInvalid($"{path}.{field}[{i}]", keys[i], Names.Qualified(keys[i]));
    }
}
