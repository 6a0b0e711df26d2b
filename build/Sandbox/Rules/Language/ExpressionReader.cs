using System.Globalization;
using System.Runtime.CompilerServices;
using Antlr4.Runtime;
using Cel.Internal;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Reads expressions with the grammar of CEL that the package Cel carries; what it says of bad syntax is what a real server says.</summary>
internal sealed class ExpressionReader
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "package", "namespace", "null", "return",
        "true", "var", "void", "while",
    };

    /// <summary>Whether the name is none of a variable. As a field it may be written as it is or with underscores around.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    private const int Deepest = 250;

    public const string TooDeep = "expression recursion limit exceeded: 250";

    private readonly SourceText _source;
    private readonly Macros _macros;

    private ExpressionReader(SourceText source)
    {
        _source = source;
        _macros = new Macros(source);
    }

    /// <summary>Null where the text is no expression; the problems are in <paramref name="source"/>.</summary>
    public static Expression? Read(SourceText source)
    {
        if (Depth(source.Text) > Deepest)
        {
            source.Report(-1, -1, TooDeep);
            return null;
        }
        var problems = new SyntaxProblems(source);
        var lexer = new CelLexer(CharStreams.fromString(source.Text));
        lexer.RemoveErrorListeners();
        lexer.AddErrorListener(problems);
        var parser = new CelParser(new CommonTokenStream(lexer));
        parser.RemoveErrorListeners();
        parser.AddErrorListener(problems);
        var tree = parser.start();
        if (source.HasProblems) return null;
        var read = new ExpressionReader(source).Expr(tree.e);
        return source.HasProblems ? null : read;
    }

    /// <summary>How deep brackets and conditions go, at most.</summary>
    private static int Depth(string text)
    {
        var (open, deepest, conditions) = (0, 0, 0);
        foreach (var c in text)
        {
            if (c is '(' or '[' or '{') deepest = Math.Max(deepest, ++open);
            else if (c is ')' or ']' or '}') open--;
            else if (c is '?') conditions++;
        }
        return deepest + conditions;
    }

    private Expression Expr(CelParser.ExprContext context)
    {
        var condition = Or(context.e);
        return context.op is null ? condition : Operator(context.op, "_?_:_", condition, Or(context.e1), Expr(context.e2));
    }

    private Expression Or(CelParser.ConditionalOrContext context) =>
        Balanced("_||_", [.. context.conditionalAnd().Select(And)], [.. context.LOGICAL_OR().Select(t => t.Symbol)]);

    private Expression And(CelParser.ConditionalAndContext context) =>
        Balanced("_&&_", [.. context.relation().Select(Relation)], [.. context.LOGICAL_AND().Select(t => t.Symbol)]);

    /// <summary>Many terms become a balanced tree; errors name the operator in the middle.</summary>
    private static Expression Balanced(string function, List<Expression> terms, List<IToken> operators)
    {
        if (terms.Count == 1) return terms[0];
        Expression Part(int low, int high)
        {
            var middle = (low + high + 1) / 2;
            return Operator(operators[middle], function, middle == low ? terms[middle] : Part(low, middle - 1), middle == high ? terms[middle + 1] : Part(middle + 1, high));
        }
        return Part(0, operators.Count - 1);
    }

    private Expression Relation(CelParser.RelationContext context)
    {
        if (context.op is null) return Calc(context.calc());
        var function = context.op.Text == "in" ? "@in" : $"_{context.op.Text}_";
        return Operator(context.op, function, Relation(context.relation(0)), Relation(context.relation(1)));
    }

    private Expression Calc(CelParser.CalcContext context) =>
        context.op is null ? Unary(context.unary()) : Operator(context.op, $"_{context.op.Text}_", Calc(context.calc(0)), Calc(context.calc(1)));

    private Expression Unary(CelParser.UnaryContext context) => context switch
    {
        CelParser.LogicalNotContext not => Repeated(not.EXCLAM(), "!_", Member(not.member())),
        CelParser.NegateContext negate => Repeated(negate.MINUS(), "-_", Member(negate.member())),
        CelParser.MemberExprContext member => Member(member.member()),
        _ => throw new InvalidOperationException($"unknown syntax {context.GetText()}"),
    };

    private static Expression Repeated(Antlr4.Runtime.Tree.ITerminalNode[] operators, string function, Expression operand) =>
        operators.Length % 2 == 0 ? operand : Operator(operators[0].Symbol, function, operand);

    private Expression Member(CelParser.MemberContext context)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return context switch
        {
            CelParser.PrimaryExprContext primary => Primary(primary.primary()),
            CelParser.SelectContext select => new Expression.Select(select.op.StartIndex, Member(select.member()), select.id.Text, isOptional: select.opt is not null),
            CelParser.MemberCallContext call => _macros.Member(call.open.StartIndex, call.id.Text, Member(call.member()), Arguments(call.args)),
            CelParser.IndexContext index => Operator(index.op, index.opt is null ? "_[_]" : "_[?_]", Member(index.member()), Expr(index.index)),
            _ => throw new InvalidOperationException($"unknown syntax {context.GetText()}"),
        };
    }

    private Expression Primary(CelParser.PrimaryContext context)
    {
        switch (context)
        {
            case CelParser.NestedContext nested:
                return Expr(nested.e);
            case CelParser.CreateListContext list:
                var items = list.elems?.optExpr() ?? [];
                return new Expression.List(list.op.StartIndex, [.. items.Select(i => Expr(i.e))], Enumerable.Range(0, items.Length).Where(i => items[i].opt is not null).ToHashSet());
            case CelParser.CreateStructContext map:
                var keys = map.entries?.optExpr() ?? [];
                return new Expression.Map(map.op.StartIndex, [.. keys.Select((k, i) => (Expr(k.e), Expr(map.entries!.expr(i)), k.opt is not null))]);
            case CelParser.CreateMessageContext message:
                _source.Report(message.op.StartIndex, $"undeclared reference to '{string.Join('.', message.IDENTIFIER().Select(i => i.GetText()))}' (in container '')");
                return Nothing(message);
            case CelParser.ConstantLiteralContext literal:
                return Literal(literal.literal());
            case CelParser.IdentOrGlobalCallContext name:
                if (Reserved.Contains(name.id.Text))
                {
                    _source.Report(name.Start.StartIndex, $"reserved identifier: {name.id.Text}");
                    return Nothing(name);
                }
                return name.op is null ? new Expression.Name(name.id.StartIndex, name.id.Text) : _macros.Global(name.op.StartIndex, name.id.Text, Arguments(name.args));
            default:
                throw new InvalidOperationException($"unknown syntax {context.GetText()}");
        }
    }

    private Expression Literal(CelParser.LiteralContext context)
    {
        var at = context.Start.StartIndex;
        switch (context)
        {
            case CelParser.IntContext number:
                if (Whole(number.GetText()) is { } whole) return new Expression.Literal(at, whole, CelType.Int);
                break;
            case CelParser.UintContext number:
                var digits = number.tok.Text.TrimEnd('u', 'U');
                var hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
                if (ulong.TryParse(hex ? digits[2..] : digits, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var positive)) return new Expression.Literal(at, positive, CelType.Uint);
                _source.Report(at, "invalid uint literal");
                return Nothing(context);
            case CelParser.DoubleContext number:
                if (double.Parse(number.GetText(), CultureInfo.InvariantCulture) is var fraction && double.IsFinite(fraction)) return new Expression.Literal(at, fraction, CelType.Double);
                _source.Report(at, "invalid double literal");
                return Nothing(context);
            case CelParser.StringContext text:
                return Quoted(context, CelType.String, () => TextLiteral.Text(text.tok.Text));
            case CelParser.BytesContext bytes:
                return Quoted(context, CelType.Bytes, () => TextLiteral.Bytes(bytes.tok.Text));
            case CelParser.BoolTrueContext:
                return new Expression.Literal(at, true, CelType.Bool);
            case CelParser.BoolFalseContext:
                return new Expression.Literal(at, false, CelType.Bool);
            case CelParser.NullContext:
                return new Expression.Literal(at, null, CelType.Null);
        }
        _source.Report(at, "invalid int literal");
        return Nothing(context);
    }

    private Expression.Literal Quoted(ParserRuleContext context, CelType type, Func<object> read)
    {
        try
        {
            return new Expression.Literal(context.Start.StartIndex, read(), type);
        }
        catch (FormatException e)
        {
            _source.Report(context.Start.StartIndex, e.Message);
            return Nothing(context);
        }
    }

    private static long? Whole(string text)
    {
        var negative = text.StartsWith('-');
        var digits = negative ? text[1..] : text;
        if (!digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (!ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) || hex > (ulong)long.MaxValue + (negative ? 1UL : 0)) return null;
        return negative ? -(long)hex : (long)hex;
    }

    private List<Expression> Arguments(CelParser.ExprListContext? context) => context is null ? [] : [.. context.expr().Select(Expr)];

    private static Expression.Call Operator(IToken token, string function, params Expression[] arguments) => new(token.StartIndex, function, null, arguments);

    private static Expression.Literal Nothing(ParserRuleContext context) => new(context.Start.StartIndex, null, CelType.Error);

    private sealed class SyntaxProblems(SourceText source) : IAntlrErrorListener<int>, IAntlrErrorListener<IToken>
    {
        public void SyntaxError(TextWriter output, IRecognizer recognizer, int offendingSymbol, int line, int charPositionInLine, string msg, RecognitionException e) =>
            source.Report(line, charPositionInLine, $"Syntax error: {msg}");

        public void SyntaxError(TextWriter output, IRecognizer recognizer, IToken offendingSymbol, int line, int charPositionInLine, string msg, RecognitionException e) =>
            source.Report(line, charPositionInLine, $"Syntax error: {msg}");
    }
}
