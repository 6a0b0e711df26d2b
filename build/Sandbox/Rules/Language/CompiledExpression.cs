using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>An expression that is read and checked, or what is wrong with it. Immutable: any number of threads may evaluate it.</summary>
internal sealed class CompiledExpression
{
    private readonly Expression? _expression;

    private CompiledExpression(Expression? expression, CelType type, string? problem, IReadOnlySet<string> used)
    {
        _expression = expression;
        Type = type;
        Problem = problem;
        Used = used;
    }

    public CelType Type { get; }

    /// <summary>What is wrong, line by line as a real server shows it; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>The variables that are read.</summary>
    public IReadOnlySet<string> Used { get; }

    public static CompiledExpression Of(string text, IReadOnlyDictionary<string, CelType> variables)
    {
        var source = new SourceText(text);
        var check = new TypeCheck(source, variables);
        Expression? expression = null;
        var type = CelType.Error;
        try
        {
            expression = ExpressionReader.Read(source);
            if (expression is not null) type = check.Check(expression);
        }
        catch (InsufficientExecutionStackException)
        {
            source.Report(-1, -1, ExpressionReader.TooDeep);
        }
        return new CompiledExpression(expression, type, source.HasProblems ? source.ToString() : null, check.Used);
    }

    /// <exception cref="EvaluationException">The expression has no value.</exception>
    public object? Evaluate(Scope scope)
    {
        try
        {
            return Evaluation.Value(_expression ?? throw new EvaluationException(Problem ?? ""), scope);
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            // values whose types are known only now
            throw new EvaluationException("no such overload");
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or InsufficientExecutionStackException)
        {
            throw new EvaluationException("operation cancelled: actual cost limit exceeded");
        }
    }
}
