using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;
using SiteBuilder.Sandbox.Rules.Policies;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Admission policies and what binds them.</summary>
internal static partial class PolicyRules
{
    private const string OneItem = "validations or auditAnnotations must contain at least one item";

    public static void Policy(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        causes.AddUnlessOneOf("spec.failurePolicy", spec.Text("failurePolicy"), "Fail", "Ignore");
        if (spec.Object("paramKind") is { } kind) ParameterKind(kind, causes);
        if (spec.Object("matchConstraints") is not { } match) causes.Add(Cause.Required("spec.matchConstraints"));
        else
        {
            MatchRules.Check(match, "spec.matchConstraints", causes);
            if (!match.Objects("resourceRules").Any()) causes.Add(Cause.Required("spec.matchConstraints.resourceRules"));
        }
        var program = PolicyProgram.Of(spec);
        Named(spec, "matchConditions", causes, program.Conditions, condition: true);
        Named(spec, "variables", causes, program.Variables, condition: false);
        if (!spec.Objects("validations").Any() && !spec.Objects("auditAnnotations").Any()) causes.AddRange([Cause.Required("spec.validations", OneItem), Cause.Required("spec.auditAnnotations", OneItem)]);
        Validations(spec, program, causes);
        Annotations(obj, spec, program, causes);
        if (program.All.Any(p => p.Compiled.Problem?.Contains("undeclared reference to 'authorizer'", StringComparison.Ordinal) == true)) throw Refusal.NotImplemented("authorizer in expressions of admission policies");
    }

    public static void Binding(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        causes.AddRequiredName("spec.policyName", spec.Text("policyName"), Names.Subdomain);
        if (spec.Object("paramRef") is { } reference) Parameters(reference, causes);
        if (spec.Object("matchResources") is { } match) MatchRules.Check(match, "spec.matchResources", causes);
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

    private static void ParameterKind(JsonObject kind, List<Cause> causes)
    {
        var version = kind.Text("apiVersion") ?? "";
        var parts = version.Split('/');
        if (version.Length == 0) causes.Add(Cause.Required("spec.paramKind.apiVersion"));
        else if (parts.Length > 2) causes.Add(Cause.Invalid("spec.paramKind.apiVersion", version, $"unexpected GroupVersion string: {version}"));
        else
        {
            if (parts.Length == 2 && parts[0].Length > 0) causes.AddJoined("spec.paramKind.apiVersion", parts[0], Names.Subdomain(parts[0]));
            if (parts[^1].Length == 0) causes.Add(Cause.Invalid("spec.paramKind.apiVersion", version, "version must be specified"));
            else causes.AddJoined("spec.paramKind.apiVersion", parts[^1], Names.Label1035(parts[^1]));
        }
        if (kind.Text("kind") is not { Length: > 0 } name) causes.Add(Cause.Required("spec.paramKind.kind"));
        else causes.AddJoined("spec.paramKind.kind", name, Names.Label1035(name.ToLowerInvariant()), "may have mixed case, but should otherwise match: ");
    }

    /// <summary>Conditions and variables have names, each once.</summary>
    private static void Named(JsonObject spec, string list, List<Cause> causes, IReadOnlyList<PolicyProgram.Part> parts, bool condition)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var entry in spec.Objects(list))
        {
            var path = $"spec.{list}[{at++}]";
            var name = entry.Text("name") ?? "";
            if (!condition) VariableName(path, name, causes);
            if (string.IsNullOrWhiteSpace(entry.Text("expression"))) causes.Add(Cause.Required($"{path}.expression", condition ? "" : "expression is not specified"));
            else Expression(parts, $"{path}.expression", causes);
            if (!condition) continue;
            if (name.Length == 0) causes.Add(Cause.Required($"{path}.name"));
            else
            {
                causes.AddInvalid($"{path}.name", name, Names.Qualified(name));
                if (!seen.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
            }
        }
    }

    private static void VariableName(string path, string name, List<Cause> causes)
    {
        if (name.Trim().Length == 0) causes.Add(Cause.Required($"{path}.name", "name is not specified"));
        else if (!Identifier().IsMatch(name) || ExpressionReader.IsReserved(name)) causes.Add(Cause.Invalid($"{path}.name", name, "must be a valid CEL identifier"));
    }

    private static void Validations(JsonObject spec, PolicyProgram program, List<Cause> causes)
    {
        var at = 0;
        foreach (var validation in spec.Objects("validations"))
        {
            var path = $"spec.validations[{at++}]";
            if (string.IsNullOrWhiteSpace(validation.Text("expression"))) causes.Add(Cause.Required($"{path}.expression", "expression is not specified"));
            else Expression(program.Validations, $"{path}.expression", causes);
            if (validation.Text("messageExpression") is { Length: > 0 } expression)
            {
                if (expression.Trim().Length == 0) causes.Add(Cause.Invalid($"{path}.messageExpression", expression, "must be non-empty if specified"));
                else Expression(program.Messages, $"{path}.messageExpression", causes);
            }
            if (validation.Text("message") is { Length: > 0 } message)
            {
                if (message.Trim().Length == 0) causes.Add(Cause.Invalid($"{path}.message", message, "must be non-empty if specified"));
                else if (message.Trim().IndexOfAny(['\n', '\r']) >= 0) causes.Add(Cause.Invalid($"{path}.message", message, "must not contain line breaks"));
            }
            causes.AddUnlessOneOf($"{path}.reason", validation.Text("reason"), "Forbidden", "Invalid", "RequestEntityTooLarge");
        }
    }

    private static void Annotations(JsonObject obj, JsonObject spec, PolicyProgram program, List<Cause> causes)
    {
        const int longest = 5 * 1024;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var annotation in spec.Objects("auditAnnotations"))
        {
            var path = $"spec.auditAnnotations[{at++}]";
            var key = annotation.Text("key") ?? "";
            var full = $"{obj.Text("metadata", "name")}/{key}";
            causes.AddInvalid($"{path}.key", full, Names.Qualified(full));
            var expression = annotation.Text("valueExpression")?.Trim() ?? "";
            if (expression.Length == 0) causes.Add(Cause.Required($"{path}.valueExpression", "valueExpression is not specified"));
            else if (expression.Length > longest) causes.Add(Cause.Required($"{path}.valueExpression", $"must not exceed {longest} bytes in length"));
            else Expression(program.Annotations, $"{path}.valueExpression", causes);
            if (!seen.Add(key)) causes.Add(Cause.Duplicate($"{path}.key", key));
        }
    }

    private static void Expression(IReadOnlyList<PolicyProgram.Part> parts, string path, List<Cause> causes)
    {
        if (parts.First(p => p.Path == path) is { Problem: { } problem } part) causes.Add(Cause.Invalid(path, part.Text, problem));
    }

    private static void Parameters(JsonObject reference, List<Cause> causes)
    {
        const string both = "name and selector are mutually exclusive";
        var name = reference.Text("name") ?? "";
        var selector = reference.Object("selector");
        if (name.Length > 0)
        {
            causes.AddInvalid("spec.paramRef.name", name, Names.PathSegment(name));
            if (selector is not null) causes.Add(Cause.Forbidden("spec.paramRef.name", both));
        }
        if (selector is not null)
        {
            SelectorRules.Check(selector, "spec.paramRef.selector", causes);
            if (name.Length > 0) causes.Add(Cause.Forbidden("spec.paramRef.selector", both));
        }
        if (name.Length == 0 && selector is null) causes.Add(Cause.Required("spec.paramRef", "one of name or selector must be specified"));
        if (reference.Text("parameterNotFoundAction") is not { Length: > 0 } action) causes.Add(Cause.Required("spec.paramRef.parameterNotFoundAction"));
        else causes.AddUnlessOneOf("spec.paramRef.parameterNotFoundAction", action, "Deny", "Allow");
    }

    [GeneratedRegex(@"^[_a-zA-Z][_a-zA-Z0-9]*\z")]
    private static partial Regex Identifier();
}
