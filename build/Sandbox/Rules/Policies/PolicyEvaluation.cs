using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;
using SiteBuilder.Sandbox.Rules.Schemas;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>What a policy says of a request.</summary>
internal static class PolicyEvaluation
{
    private const int LongestMessage = 5 * 1024;

    /// <param name="version">In which the policy sees the object.</param>
    /// <param name="parameters">The object that the binding names; null where there is none.</param>
    public static List<PolicyDecision> Decide(PolicyProgram program, PolicyRequest request, string version, JsonObject? parameters)
    {
        var ignores = program.Spec.Text("failurePolicy") == "Ignore";
        var scope = Scope(program, request, version, parameters);
        if (Unclear(program, scope) is not { } errors) return [];
        if (errors.Count > 0) return ignores ? [] : [new PolicyDecision(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]")];
        List<PolicyDecision> decisions = [];
        foreach (var validation in program.Validations)
        {
            if (Failed(validation, scope) is not { } failed) continue;
            if (failed.Length > 0)
            {
                if (!ignores) decisions.Add(new PolicyDecision(failed));
                continue;
            }
            var entry = Entry(program, validation.Path);
            decisions.Add(new PolicyDecision(Message(program, entry, validation, scope), entry.Text("reason")));
        }
        foreach (var annotation in program.Annotations)
        {
            if (!ignores && Error(annotation, () => annotation.Compiled.Evaluate(scope)) is { } error) decisions.Add(new PolicyDecision(error));
        }
        return decisions;
    }

    private static Scope Scope(PolicyProgram program, PolicyRequest request, string version, JsonObject? parameters)
    {
        JsonObject? Seen(JsonObject? obj)
        {
            if (obj is null || version == request.Kind.Version) return obj;
            var converted = obj.Clone();
            converted["apiVersion"] = $"{request.Kind.Group}/{version}";
            return converted;
        }
        var scope = new Scope()
            .Set("object", () => SchemaData.Value(Seen(request.Object)))
            .Set("oldObject", () => SchemaData.Value(Seen(request.Old)))
            .Set("request", () => SchemaData.Value(request.ToJson(version)))
            .Set("namespaceObject", () => SchemaData.Value(request.NamespaceObject))
            .Set("params", () => SchemaData.Value(parameters));
        scope.Set("variables", () =>
        {
            var values = new MapValue();
            foreach (var variable in program.Variables)
            {
                var name = Entry(program, variable.Path).Text("name") ?? "";
                values.Set(name, new Lazy<object?>(() => Composed(name, variable, scope)));
            }
            return values;
        });
        return scope;
    }

    private static object? Composed(string name, PolicyProgram.Part variable, Scope scope)
    {
        try
        {
            return variable.Compiled.Evaluate(scope);
        }
        catch (EvaluationException e)
        {
            throw new EvaluationException($"composited variable \"{name}\" fails to evaluate: {e.Message}");
        }
    }

    private static JsonObject Entry(PolicyProgram program, string path)
    {
        // spec.list[number].field
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var list = path["spec.".Length..open];
        return program.Spec.Objects(list).ElementAt(int.Parse(path[(open + 1)..path.IndexOf(']', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Conditions without a value; null where one does not hold, which ends it whatever else is wrong.</summary>
    private static List<string>? Unclear(PolicyProgram program, Scope scope)
    {
        List<string> errors = [];
        foreach (var condition in program.Conditions)
        {
            if (Failed(condition, scope) is not { } failed) continue;
            if (failed.Length == 0) return null;
            errors.Add(failed);
        }
        return errors;
    }

    /// <summary>Null where the expression is true, empty where it is false, else why it has no value.</summary>
    private static string? Failed(PolicyProgram.Part part, Scope scope)
    {
        object? value = null;
        return Error(part, () => value = part.Compiled.Evaluate(scope)) ?? (value is true ? null : "");
    }

    private static string? Error(PolicyProgram.Part part, Func<object?> evaluate)
    {
        if (part.Problem is { } problem) return $"compilation error: {problem}";
        try
        {
            evaluate();
            return null;
        }
        catch (EvaluationException e)
        {
            return $"expression '{part.Text}' resulted in error: {e.Message}";
        }
    }

    private static string Message(PolicyProgram program, JsonObject entry, PolicyProgram.Part validation, Scope scope)
    {
        var place = validation.Path.Replace(".expression", ".messageExpression", StringComparison.Ordinal);
        if (program.Messages.FirstOrDefault(m => m.Path == place) is { Problem: null } message)
        {
            try
            {
                if (message.Compiled.Evaluate(scope) is string text && text.Trim() is { Length: > 0 and <= LongestMessage } told && !told.Contains('\n', StringComparison.Ordinal)) return told;
            }
            catch (EvaluationException)
            {
                // the message takes its place
            }
        }
        return entry.Text("message")?.Trim() is { Length: > 0 } given ? given : $"failed expression: {validation.Text.Trim()}";
    }
}
