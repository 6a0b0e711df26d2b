using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Schemas;

/// <summary>One rule of <c>x-kubernetes-validations</c>, compiled.</summary>
internal sealed class SchemaRule
{
    private const string Self = "self";
    private const string OldSelf = "oldSelf";

    /// <param name="rule">The entry of the schema.</param>
    /// <param name="schema">The schema that the rule stands in.</param>
    /// <param name="type">The type of its values.</param>
    public SchemaRule(JsonObject rule, JsonObject schema, CelType type)
    {
        Text = rule.Text("rule") ?? "";
        Message = (rule.Text("message") ?? "").Trim();
        Reason = rule.Text("reason");
        OptionalOldSelf = rule.Flag("optionalOldSelf");
        Path = rule.Text("fieldPath") is { Length: > 0 } path ? RulePath.Read(path, schema) ?? "" : "";
        var variables = new Dictionary<string, CelType>(StringComparer.Ordinal) { [Self] = type, [OldSelf] = OptionalOldSelf ? CelType.Optional(type) : type };
        Condition = CompiledExpression.Of(Text, variables);
        if (rule.Text("messageExpression") is { } expression && expression.Trim().Length > 0) MessageExpression = CompiledExpression.Of(expression, variables);
    }

    public string Text { get; }

    public string Message { get; }

    public string? Reason { get; }

    /// <summary>Where the fault is, seen from the rule's own place; empty where it is there.</summary>
    public string Path { get; }

    public bool OptionalOldSelf { get; }

    public CompiledExpression Condition { get; }

    public CompiledExpression? MessageExpression { get; }

    /// <summary>The rule speaks of changes.</summary>
    public bool UsesOldSelf => Condition.Used.Contains(OldSelf);

    /// <summary>What errors call the rule.</summary>
    public string Shown => Message.Length > 0 ? Message : Text.Trim();

    public Scope Scope(Func<object?> self, Func<object?>? oldSelf)
    {
        var scope = new Scope().Set(Self, self);
        if (OptionalOldSelf) scope.Set(OldSelf, () => oldSelf is null ? OptionalValue.None : OptionalValue.Of(oldSelf()));
        else if (oldSelf is not null) scope.Set(OldSelf, oldSelf);
        return scope;
    }

    /// <summary>What is told of a value that does not meet the rule.</summary>
    public string Detail(Scope scope)
    {
        const int longest = 5 * 1024;
        try
        {
            if (MessageExpression?.Evaluate(scope) is string text && text.Trim() is { Length: > 0 and <= longest } detail && !detail.Contains('\n', StringComparison.Ordinal)) return detail;
        }
        catch (EvaluationException)
        {
            // the message takes its place
        }
        return Message.Length > 0 ? Message : $"failed rule: {Shown}";
    }
}
