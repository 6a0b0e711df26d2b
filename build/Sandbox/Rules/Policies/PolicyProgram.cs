using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>The expressions of a ValidatingAdmissionPolicy, compiled.</summary>
internal sealed class PolicyProgram
{
    /// <summary>One expression, where it stands in the spec and what it may give.</summary>
    public sealed record Part(string Path, string Text, CompiledExpression Compiled, IReadOnlyList<CelType> Allowed)
    {
        /// <summary>What is wrong with it; null where nothing is.</summary>
        public string? Problem => Compiled.Problem is { } problem ? $"compilation failed: {problem}"
            : Allowed.Count == 0 || Allowed.Any(a => a.Name == Compiled.Type.Name) ? null
            : Allowed.Count == 1 ? $"must evaluate to {Allowed[0]} but got {Compiled.Type}"
            : $"must evaluate to one of [{string.Join(' ', Allowed.Select(a => a.Name == CelType.Null.Name ? "null_type" : a.Name))}] but got {Compiled.Type}";
    }

    private PolicyProgram(JsonObject spec)
    {
        Spec = spec;
        var variables = new Dictionary<string, CelType>(StringComparer.Ordinal)
        {
            ["object"] = CelType.Dyn,
            ["oldObject"] = CelType.Dyn,
            ["request"] = PolicyTypes.Request,
            ["namespaceObject"] = PolicyTypes.Namespace,
        };
        if (spec.Object("paramKind") is not null) variables["params"] = CelType.Dyn;
        Conditions = Parts(spec, "matchConditions", "expression", variables, [CelType.Bool]);
        var composed = new Dictionary<string, CelType>(StringComparer.Ordinal);
        if (spec.Objects("variables").Any()) variables["variables"] = CelType.Object("kubernetes.variables", composed);
        List<Part> own = [];
        foreach (var part in Each(spec, "variables", "expression"))
        {
            own.Add(new Part(part.Path, part.Text, CompiledExpression.Of(part.Text, variables), []));
            composed[part.Entry.Text("name") ?? ""] = own[^1].Compiled.Type;
        }
        Variables = own;
        Validations = Parts(spec, "validations", "expression", variables, [CelType.Bool]);
        Messages = Parts(spec, "validations", "messageExpression", variables, [CelType.String]);
        Annotations = Parts(spec, "auditAnnotations", "valueExpression", variables, [CelType.String, CelType.Null]);
    }

    public JsonObject Spec { get; }

    public IReadOnlyList<Part> Conditions { get; }

    public IReadOnlyList<Part> Variables { get; }

    public IReadOnlyList<Part> Validations { get; }

    public IReadOnlyList<Part> Messages { get; }

    public IReadOnlyList<Part> Annotations { get; }

    public IEnumerable<Part> All => Conditions.Concat(Variables).Concat(Validations).Concat(Messages).Concat(Annotations);

    public static PolicyProgram Of(JsonObject spec) => new(spec);

    private static List<Part> Parts(JsonObject spec, string list, string field, Dictionary<string, CelType> variables, CelType[] allowed) =>
        [.. Each(spec, list, field).Select(p => new Part(p.Path, p.Text, CompiledExpression.Of(p.Text, variables), allowed))];

    private static IEnumerable<(string Path, string Text, JsonObject Entry)> Each(JsonObject spec, string list, string field) => spec.Objects(list)
        .Select((entry, i) => (Path: $"spec.{list}[{i}].{field}", Text: entry.Text(field) ?? "", Entry: entry)).Where(p => p.Text.Trim().Length > 0);
}
