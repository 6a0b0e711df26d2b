using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Admission policies and their bindings. They are checked, but for the expressions in CEL, and kept; the sandbox applies none.</summary>
internal static class AdmissionRules
{
    private static readonly string[] Operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];

    public static void Policy(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        causes.AddUnlessOneOf("spec.failurePolicy", spec.Text("failurePolicy"), "Fail", "Ignore");
        if (spec.Object("paramKind") is { } kind) ParamKind(kind, "spec.paramKind", causes);
        if (spec.Object("matchConstraints") is not { } match) causes.Add(Cause.Required("spec.matchConstraints"));
        else
        {
            Match(match, "spec.matchConstraints", causes);
            if (!match.Objects("resourceRules").Any()) causes.Add(Cause.Required("spec.matchConstraints.resourceRules"));
        }
        WebhookRules.Conditions(spec, "spec.matchConditions", causes);
        Expressions(spec, "variables", "expression", causes);
        const string nothing = "validations or auditAnnotations must contain at least one item";
        if (!spec.Objects("validations").Any() && !spec.Objects("auditAnnotations").Any())
        {
            causes.AddRange([Cause.Required("spec.validations", nothing), Cause.Required("spec.auditAnnotations", nothing)]);
            return;
        }
        Validations(spec, causes);
        Expressions(spec, "auditAnnotations", "valueExpression", causes);
    }

    public static void Binding(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        causes.AddRequiredName("spec.policyName", spec.Text("policyName"), Names.Subdomain);
        if (spec.Object("paramRef") is { } reference) ParamRef(reference, "spec.paramRef", causes);
        if (spec.Object("matchResources") is { } match) Match(match, "spec.matchResources", causes);
        var actions = spec.Texts("validationActions").ToList();
        for (var i = 0; i < actions.Count; i++)
        {
            causes.AddUnlessOneOf($"spec.validationActions[{i}]", actions[i], "Audit", "Deny", "Warn");
            if (actions.IndexOf(actions[i]) < i) causes.Add(Cause.Duplicate($"spec.validationActions[{i}]", actions[i]));
        }
        if (actions.Contains("Deny") && actions.Contains("Warn"))
        {
            causes.Add(Cause.Invalid("spec.validationActions", spec["validationActions"], "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)"));
        }
        if (actions.Count == 0) causes.Add(Cause.Required("spec.validationActions", "at least one validation action is required"));
    }

    /// <summary>Which requests are meant.</summary>
    public static void Rule(JsonObject rule, string path, List<Cause> causes)
    {
        Values(rule, "operations", "operations", path, causes);
        var operations = rule.Texts("operations").ToList();
        for (var i = 0; i < operations.Count; i++) causes.AddUnlessOneOf($"{path}.operations[{i}]", operations[i], Operations);
        Values(rule, "apiGroups", "API groups", path, causes);
        Values(rule, "apiVersions", "API versions", path, causes);
        var versions = rule.Texts("apiVersions").ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i].Length == 0) causes.Add(Cause.Required($"{path}.apiVersions[{i}]"));
        }
        Resources(rule, $"{path}.resources", causes);
        causes.AddUnlessOneOf($"{path}.scope", rule.Text("scope"), "*", "Cluster", "Namespaced");
    }

    private static void Values(JsonObject rule, string field, string what, string path, List<Cause> causes)
    {
        var values = rule.Texts(field).ToList();
        if (values.Count == 0) causes.Add(Cause.Required($"{path}.{field}"));
        if (values.Count > 1 && values.Contains("*")) causes.Add(Cause.Invalid($"{path}.{field}", rule[field], $"if '*' is present, must not specify other {what}"));
    }

    private static void Resources(JsonObject rule, string path, List<Cause> causes)
    {
        var resources = rule.Texts("resources").ToList();
        if (resources.Count == 0) causes.Add(Cause.Required(path));
        var (wholes, parts) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < resources.Count; i++)
        {
            var resource = resources[i];
            if (resource.Length == 0) causes.Add(Cause.Required($"{path}[{i}]"));
            if (resource.Split('/', 2) is not [var whole, var part]) continue;
            if (wholes.Contains(whole)) causes.Add(Cause.Invalid($"{path}[{i}]", resource, $"if '{whole}/*' is present, must not specify {resource}"));
            if (parts.Contains(part)) causes.Add(Cause.Invalid($"{path}[{i}]", resource, $"if '*/{part}' is present, must not specify {resource}"));
            if (part == "*") wholes.Add(whole);
            if (whole == "*") parts.Add(part);
        }
        if (resources.Count > 1 && resources.Contains("*/*")) causes.Add(Cause.Invalid(path, rule["resources"], "if '*/*' is present, must not specify other resources"));
        if (resources.Contains("*") && resources.FindLast(r => !r.Contains('/', StringComparison.Ordinal)) is not (null or "*")) causes.Add(Cause.Invalid(path, rule["resources"], "if '*' is present, must not specify other resources without subresources"));
    }

    private static void Match(JsonObject match, string path, List<Cause> causes)
    {
        causes.AddUnlessOneOf($"{path}.matchPolicy", match.Text("matchPolicy"), "Equivalent", "Exact");
        foreach (var selector in (ReadOnlySpan<string>)["namespaceSelector", "objectSelector"]) SelectorRules.Check(match.Object(selector), $"{path}.{selector}", causes);
        foreach (var field in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            var at = 0;
            foreach (var rule in match.Objects(field))
            {
                var place = $"{path}.{field}[{at++}]";
                var names = rule.Texts("resourceNames").ToList();
                for (var i = 0; i < names.Count; i++)
                {
                    causes.AddInvalid($"{place}.resourceNames[{i}]", names[i], Names.PathSegment(names[i]));
                    if (names.IndexOf(names[i]) < i) causes.Add(Cause.Duplicate($"{place}.resourceNames[{i}]", names[i]));
                }
                Rule(rule, place, causes);
            }
        }
    }

    private static void ParamKind(JsonObject kind, string path, List<Cause> causes)
    {
        var version = kind.Text("apiVersion") ?? "";
        if (version.Length == 0) causes.Add(Cause.Required($"{path}.apiVersion"));
        else if (version.Split('/') is { Length: > 2 }) causes.Add(Cause.Invalid($"{path}.apiVersion", version, $"unexpected GroupVersion string: {version}"));
        else
        {
            var parts = version.Split('/');
            if (parts.Length == 2) causes.AddJoined($"{path}.apiVersion", parts[0], Names.Subdomain(parts[0]));
            causes.AddJoined($"{path}.apiVersion", parts[^1], Names.Label1035(parts[^1]));
        }
        if (kind.Text("kind") is not { Length: > 0 } name) causes.Add(Cause.Required($"{path}.kind"));
        else causes.AddJoined($"{path}.kind", name, Names.Label1035(name.ToLowerInvariant()), "may have mixed case, but should otherwise match: ");
    }

    private static void ParamRef(JsonObject reference, string path, List<Cause> causes)
    {
        const string either = "name and selector are mutually exclusive";
        var (name, selector) = (reference.Text("name") ?? "", reference.Object("selector"));
        causes.AddInvalid($"{path}.name", name, Names.PathSegment(name));
        if (name.Length > 0 && selector is not null) causes.Add(Cause.Forbidden($"{path}.name", either));
        SelectorRules.Check(selector, $"{path}.selector", causes);
        if (name.Length > 0 && selector is not null) causes.Add(Cause.Forbidden($"{path}.selector", either));
        if (name.Length == 0 && selector is null) causes.Add(Cause.Required(path, "one of name or selector must be specified"));
        if (reference.Text("parameterNotFoundAction") is not { Length: > 0 } action) causes.Add(Cause.Required($"{path}.parameterNotFoundAction"));
        else causes.AddUnlessOneOf($"{path}.parameterNotFoundAction", action, "Deny", "Allow");
    }

    private static void Validations(JsonObject spec, List<Cause> causes)
    {
        var at = 0;
        foreach (var validation in spec.Objects("validations"))
        {
            var path = $"spec.validations[{at++}]";
            if ((validation.Text("expression") ?? "").Trim().Length == 0) causes.Add(Cause.Required($"{path}.expression", "expression is not specified"));
            if (validation.Text("messageExpression") is { Length: > 0 } expression && expression.Trim().Length == 0) causes.Add(Cause.Invalid($"{path}.messageExpression", expression, "must be non-empty if specified"));
            if (validation.Text("message") is { Length: > 0 } message)
            {
                if (message.Trim().Length == 0) causes.Add(Cause.Invalid($"{path}.message", message, "must be non-empty if specified"));
                else if (message.Trim().IndexOfAny(['\n', '\r']) >= 0) causes.Add(Cause.Invalid($"{path}.message", message, "must not contain line breaks"));
            }
            causes.AddUnlessOneOf($"{path}.reason", validation.Text("reason"), "Forbidden", "Invalid", "RequestEntityTooLarge");
        }
    }

    private static void Expressions(JsonObject spec, string field, string expression, List<Cause> causes)
    {
        var at = 0;
        foreach (var part in spec.Objects(field))
        {
            var path = $"spec.{field}[{at++}]";
            if (field == "variables" && (part.Text("name") ?? "").Trim().Length == 0) causes.Add(Cause.Required($"{path}.name", "name is not specified"));
            if ((part.Text(expression) ?? "").Trim().Length == 0) causes.Add(Cause.Required($"{path}.{expression}", $"{expression} is not specified"));
        }
    }
}
