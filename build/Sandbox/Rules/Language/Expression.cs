namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>A part of an expression in CEL, with the place in the text that errors name.</summary>
internal abstract class Expression(int at)
{
    /// <summary>Characters from the start of the text.</summary>
    public int At { get; } = at;

    public sealed class Literal(int at, object? value, CelType type) : Expression(at)
    {
        public object? Value { get; } = value;

        public CelType Type { get; } = type;
    }

    public sealed class Name(int at, string id) : Expression(at)
    {
        public string Id { get; } = id;
    }

    /// <summary><c>operand.field</c>, <c>operand.?field</c> (optional) or <c>has(operand.field)</c> (test).</summary>
    public sealed class Select(int at, Expression operand, string field, bool isTest = false, bool isOptional = false) : Expression(at)
    {
        public Expression Operand { get; } = operand;

        public string Field { get; } = field;

        public bool IsTest { get; } = isTest;

        public bool IsOptional { get; } = isOptional;
    }

    /// <summary>A function or operator; its target is null where it has none.</summary>
    public sealed class Call(int at, string function, Expression? target, IReadOnlyList<Expression> arguments) : Expression(at)
    {
        public string Function { get; } = function;

        public Expression? Target { get; } = target;

        public IReadOnlyList<Expression> Arguments { get; } = arguments;

        /// <summary>Those the types of the arguments allow; set by the type check.</summary>
        public IReadOnlyList<Function> Candidates { get; set; } = [];

        /// <summary>The target is the first part of the function's name; set by the type check.</summary>
        public bool TargetIsName { get; set; }
    }

    public sealed class List(int at, IReadOnlyList<Expression> items, IReadOnlySet<int> optional) : Expression(at)
    {
        public IReadOnlyList<Expression> Items { get; } = items;

        /// <summary>The numbers of the items that are left out where they have no value.</summary>
        public IReadOnlySet<int> Optional { get; } = optional;
    }

    public sealed class Map(int at, IReadOnlyList<(Expression Key, Expression Value, bool IsOptional)> entries) : Expression(at)
    {
        public IReadOnlyList<(Expression Key, Expression Value, bool IsOptional)> Entries { get; } = entries;
    }

    /// <summary>A macro that goes through a list or map, such as <c>range.all(variable, body)</c>.</summary>
    public sealed class Fold(int at, string macro, Expression range, string variable, string? second, Expression body, Expression? result) : Expression(at)
    {
        public string Macro { get; } = macro;

        public Expression Range { get; } = range;

        public string Variable { get; } = variable;

        /// <summary>The variable that holds the value, where the first holds index or key.</summary>
        public string? Second { get; } = second;

        /// <summary>The condition; or, of transformations, what becomes of an element.</summary>
        public Expression Body { get; } = body;

        /// <summary>What becomes of an element that meets the condition.</summary>
        public Expression? Result { get; } = result;
    }

    /// <summary><c>target.optMap(variable, body)</c> and <c>optFlatMap</c>.</summary>
    public sealed class OptionalMap(int at, bool isFlat, Expression target, string variable, Expression body) : Expression(at)
    {
        public bool IsFlat { get; } = isFlat;

        public Expression Target { get; } = target;

        public string Variable { get; } = variable;

        public Expression Body { get; } = body;
    }
}
