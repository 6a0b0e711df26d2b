namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Calls that are no functions: their arguments are not evaluated before.</summary>
internal sealed class Macros(SourceText source)
{
    /// <summary>A call without target.</summary>
    public Expression Global(int at, string function, IReadOnlyList<Expression> arguments)
    {
        if (function != "has" || arguments.Count != 1) return new Expression.Call(at, function, null, arguments);
        if (arguments[0] is Expression.Select { IsOptional: false } select) return new Expression.Select(at, select.Operand, select.Field, isTest: true);
        return Wrong(arguments[0], "invalid argument to has() macro");
    }

    public Expression Member(int at, string function, Expression target, IReadOnlyList<Expression> arguments) => (function, arguments.Count) switch
    {
        ("all" or "exists" or "exists_one" or "existsOne" or "filter" or "map", 2) => One(at, function, target, arguments),
        ("map", 3) => One(at, function, target, arguments),
        ("sortBy", 2) => One(at, function, target, arguments),
        ("all" or "exists" or "exists_one" or "existsOne" or "transformList" or "transformMap" or "transformMapEntry", 3) => Two(at, function, target, arguments),
        ("transformList" or "transformMap" or "transformMapEntry", 4) => Two(at, function, target, arguments),
        ("optMap" or "optFlatMap", 2) => arguments[0] is Expression.Name name ? new Expression.OptionalMap(at, function == "optFlatMap", target, name.Id, arguments[1])
            : Wrong(arguments[0], $"{function}() variable name must be a simple identifier"),
        _ => new Expression.Call(at, function, target, arguments),
    };

    private Expression One(int at, string macro, Expression range, IReadOnlyList<Expression> arguments)
    {
        if (arguments[0] is not Expression.Name name) return Wrong(arguments[0], macro is "map" or "filter" ? "argument is not an identifier" : "argument must be a simple name");
        return new Expression.Fold(at, Macro(macro), range, name.Id, null, arguments[1], arguments.Count > 2 ? arguments[2] : null);
    }

    private Expression Two(int at, string macro, Expression range, IReadOnlyList<Expression> arguments)
    {
        if (arguments[0] is not Expression.Name first) return Wrong(arguments[0], "argument must be a simple name");
        if (arguments[1] is not Expression.Name second) return Wrong(arguments[1], "argument must be a simple name");
        if (first.Id == second.Id) return Wrong(arguments[1], $"duplicate variable name: {first.Id}");
        return new Expression.Fold(at, Macro(macro), range, first.Id, second.Id, arguments[2], arguments.Count > 3 ? arguments[3] : null);
    }

    private static string Macro(string name) => name == "existsOne" ? "exists_one" : name;

    private Expression.Literal Wrong(Expression argument, string why)
    {
        source.Report(argument.At, why);
        return new Expression.Literal(argument.At, null, CelType.Error);
    }
}
