namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Finds the value of a checked expression.</summary>
internal static class Evaluation
{
    /// <exception cref="EvaluationException">It has none.</exception>
    public static object? Value(Expression expression, Scope scope) => expression switch
    {
        Expression.Literal literal => literal.Value,
        Expression.Name name => scope.TryGet(name.Id, out var value) ? value : TypeCheck.NamedType(name) ?? throw new EvaluationException($"no such attribute(s): {name.Id}"),
        Expression.Select select => Select(select, scope),
        Expression.Call call => Call(call, scope),
        Expression.List list => List(list, scope),
        Expression.Map map => Map(map, scope),
        Expression.Fold fold => Folding.Value(fold, scope),
        Expression.OptionalMap optional => Optional(optional, scope),
        _ => throw new InvalidOperationException($"unknown expression {expression.GetType()}"),
    };

    private static object? Select(Expression.Select select, Scope scope)
    {
        if (!select.IsTest && !select.IsOptional && TypeCheck.NamedType(select) is { } type && Root(select) is { } root && !scope.TryGet(root, out _)) return type;
        var operand = Value(select.Operand, scope);
        var isOptional = select.IsOptional || operand is OptionalValue;
        if (operand is OptionalValue optional)
        {
            if (!optional.HasValue) return select.IsTest ? false : OptionalValue.None;
            operand = optional.Inner;
        }
        var found = operand is MapValue map ? map.TryGet(select.Field, out var value) || (ExpressionReader.IsReserved(select.Field) && map.TryGet($"__{select.Field}__", out value)) : operand is null && isOptional ? (value = null) is not null
            : throw new EvaluationException(operand is null or MapValue ? $"no such key: {select.Field}" : "no such overload");
        if (select.IsTest) return found;
        if (isOptional) return found ? OptionalValue.Of(value) : OptionalValue.None;
        return found ? value : throw new EvaluationException($"no such key: {select.Field}");
    }

    private static string? Root(Expression expression) => expression switch
    {
        Expression.Name name => name.Id,
        Expression.Select select => Root(select.Operand),
        _ => null,
    };

    private static object? Call(Expression.Call call, Scope scope)
    {
        switch (call.Function)
        {
            case "_&&_":
                return Logic(call, scope, decides: false);
            case "_||_":
                return Logic(call, scope, decides: true);
            case "_?_:_":
                return Value(call.Arguments[0], scope) is bool condition ? Value(call.Arguments[condition ? 1 : 2], scope) : throw new EvaluationException("no such overload");
            case "orValue" or "or" when call.Candidates is [{ IsMember: true }] && Value(call.Target!, scope) is OptionalValue optional:
                return call.Function == "or" ? optional.HasValue ? optional : Value(call.Arguments[0], scope) : optional.HasValue ? optional.Inner : Value(call.Arguments[0], scope);
        }
        var withTarget = call.Target is not null && !call.TargetIsName;
        var arguments = new object?[call.Arguments.Count + (withTarget ? 1 : 0)];
        if (withTarget) arguments[0] = Value(call.Target!, scope);
        for (var i = 0; i < call.Arguments.Count; i++) arguments[i + (withTarget ? 1 : 0)] = Value(call.Arguments[i], scope);
        foreach (var candidate in call.Candidates)
        {
            if (candidate.Parameters.Zip(arguments).All(p => Fits(p.First, p.Second))) return candidate.Body(arguments);
        }
        throw new EvaluationException("no such overload");
    }

    /// <summary>One side may have no value where the other one decides.</summary>
    private static bool Logic(Expression.Call call, Scope scope, bool decides)
    {
        EvaluationException? failed = null;
        foreach (var argument in call.Arguments)
        {
            try
            {
                if (Value(argument, scope) is not bool side) throw new EvaluationException("no such overload");
                if (side == decides) return decides;
            }
            catch (EvaluationException e)
            {
                failed ??= e;
            }
        }
        return failed is null ? !decides : throw failed;
    }

    private static bool Fits(CelType wanted, object? value) => wanted.IsVariable || wanted.IsDyn || wanted.Name == Values.TypeOf(value).Name || (wanted.Name == "map" && value is MapValue);

    private static ListValue List(Expression.List list, Scope scope)
    {
        var items = new List<object?>(list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
        {
            var value = Value(list.Items[i], scope);
            if (!list.Optional.Contains(i)) items.Add(value);
            else if (value is OptionalValue { HasValue: true } optional) items.Add(optional.Inner);
        }
        return new ListValue(items);
    }

    private static MapValue Map(Expression.Map map, Scope scope)
    {
        var result = new MapValue();
        foreach (var (key, value, isOptional) in map.Entries)
        {
            var found = Value(value, scope);
            if (!isOptional) result.Insert(Value(key, scope), found);
            else if (found is OptionalValue { HasValue: true } optional) result.Insert(Value(key, scope), optional.Inner);
        }
        return result;
    }

    private static object? Optional(Expression.OptionalMap optional, Scope scope)
    {
        if (Value(optional.Target, scope) is not OptionalValue target) throw new EvaluationException("no such overload");
        if (!target.HasValue) return target;
        var result = Value(optional.Body, scope.With(optional.Variable, target.Inner));
        return optional.IsFlat ? result : OptionalValue.Of(result);
    }
}
