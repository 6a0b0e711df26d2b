using System.Runtime.CompilerServices;
using SiteBuilder.Sandbox.Rules.Functions;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Finds the type of every part of an expression, and what does not fit.</summary>
internal sealed class TypeCheck(SourceText source, IReadOnlyDictionary<string, CelType> variables)
{
    private static readonly Dictionary<string, CelType> TypeNames = CelType.Named.Values.Where(t => t.Name is not ("dyn" or "null" or "timestamp" or "duration"))
        .Concat([KubernetesTypes.Url, KubernetesTypes.Ip, KubernetesTypes.Cidr, KubernetesTypes.Quantity, KubernetesTypes.Semver])
        .Select(t => KeyValuePair.Create(t.Name, t))
        .Concat([KeyValuePair.Create("list", CelType.List(CelType.Dyn)), KeyValuePair.Create("map", CelType.Map(CelType.Dyn, CelType.Dyn)), KeyValuePair.Create("null_type", CelType.Null),
            KeyValuePair.Create("type", CelType.TypeOf(CelType.Dyn)), KeyValuePair.Create("optional_type", CelType.Optional(CelType.Dyn)),
            KeyValuePair.Create("google.protobuf.Timestamp", CelType.Timestamp), KeyValuePair.Create("google.protobuf.Duration", CelType.Duration)])
        .ToDictionary(StringComparer.Ordinal);

    private readonly Stack<Dictionary<string, CelType>> _scopes = new([new Dictionary<string, CelType>(variables, StringComparer.Ordinal)]);

    /// <summary>What is checked stands in a call whose lists may hold values of any types.</summary>
    private bool _mayMix;

    /// <summary>The names of variables that the expression reads.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    public CelType Check(Expression expression)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return expression switch
        {
            Expression.Literal literal => literal.Type,
            Expression.Name name => Name(name),
            Expression.Select select => Select(select),
            Expression.Call call => Call(call),
            Expression.List list => List(list),
            Expression.Map map => Map(map),
            Expression.Fold fold => Fold(fold),
            Expression.OptionalMap optional => Optional(optional),
            _ => throw new InvalidOperationException($"unknown expression {expression.GetType()}"),
        };
    }

    /// <summary>The type that a dotted name stands for; null where it is none.</summary>
    public static CelType? NamedType(Expression expression) => Dotted(expression) is { } name ? TypeNames.GetValueOrDefault(name) : null;

    private CelType? Find(string name)
    {
        foreach (var scope in _scopes)
        {
            if (scope.TryGetValue(name, out var type)) return type;
        }
        return null;
    }

    private CelType Name(Expression.Name name)
    {
        if (Find(name.Id) is { } type)
        {
            Used.Add(name.Id);
            return type;
        }
        if (TypeNames.TryGetValue(name.Id, out var named)) return CelType.TypeOf(named);
        return Unknown(name.At, name.Id);
    }

    private CelType Unknown(int at, string name)
    {
        source.Report(at, $"undeclared reference to '{name}' (in container '')");
        return CelType.Error;
    }

    private CelType Select(Expression.Select select)
    {
        if (!select.IsOptional && !select.IsTest && IsNamespace(select.Operand) && NamedType(select) is { } named) return CelType.TypeOf(named);
        var operand = Check(select.Operand);
        var target = operand.IsOptional ? operand.Parameters[0] : operand;
        var found = CelType.Dyn;
        if (target.IsMap) found = target.Parameters[1];
        else if (target.Fields is { } fields)
        {
            if (fields.TryGetValue(select.Field, out var field) || (ExpressionReader.IsReserved(select.Field) && fields.TryGetValue($"__{select.Field}__", out field))) found = field;
            else
            {
                source.Report(select.At, $"undefined field '{select.Field}'");
                found = CelType.Error;
            }
        }
        else if (!target.IsDyn) source.Report(select.At, $"type '{target}' does not support field selection");
        if (select.IsTest) return CelType.Bool;
        return operand.IsOptional || select.IsOptional ? CelType.Optional(found) : found;
    }

    /// <summary>Whether the expression can only be the first part of a longer name.</summary>
    private bool IsNamespace(Expression expression) => expression switch
    {
        Expression.Name name => Find(name.Id) is null,
        Expression.Select { IsTest: false, IsOptional: false } select => IsNamespace(select.Operand),
        _ => false,
    };

    private static string? Dotted(Expression expression) => expression switch
    {
        Expression.Name name => name.Id,
        Expression.Select { IsTest: false, IsOptional: false } select => Dotted(select.Operand) is { } first ? $"{first}.{select.Field}" : null,
        _ => null,
    };

    private CelType Call(Expression.Call call)
    {
        if (call.Target is { } target && IsNamespace(target) && Dotted(target) is { } prefix && Library.Find($"{prefix}.{call.Function}") is { Count: > 0 } qualified)
        {
            call.TargetIsName = true;
            return Resolve(call, $"{prefix}.{call.Function}", qualified, [.. call.Arguments.Select(Check)], isMember: false);
        }
        var functions = Library.Find(call.Function);
        if (functions.Count == 0)
        {
            var ofUnknown = call.Target is not null && Check(call.Target).Name == CelType.Error.Name;
            foreach (var argument in call.Arguments) Check(argument);
            return ofUnknown && Library.IsAboutAccess(call.Function) ? CelType.Error : Unknown(call.At, call.Function);
        }
        var mayMix = _mayMix;
        _mayMix = call.Function == "format" || mayMix;
        List<CelType> arguments = [.. (call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)).Select(Check)];
        _mayMix = mayMix;
        return Resolve(call, call.Function, functions, arguments, call.Target is not null);
    }

    private CelType Resolve(Expression.Call call, string name, IReadOnlyList<Function> functions, List<CelType> arguments, bool isMember)
    {
        List<Function> candidates = [];
        CelType? result = null;
        foreach (var function in functions.Where(f => f.IsMember == isMember))
        {
            if (TypeMatch.Result(function, arguments) is not { } found) continue;
            candidates.Add(function);
            result = result is null || result.Same(found) ? found : CelType.Dyn;
        }
        call.Candidates = candidates;
        if (result is null && name is "_&&_" or "_||_") return Sides(call, arguments);
        if (result is not null)
        {
            if (!source.HasProblems) LiteralCheck.Check(call, source);
            return result;
        }
        var shown = isMember ? $"{arguments[0]}.({string.Join(", ", arguments.Skip(1))})" : $"({string.Join(", ", arguments)})";
        if (!arguments.Exists(a => a.Name == CelType.Error.Name)) source.Report(call.At, $"found no matching overload for '{name}' applied to '{shown}'");
        return CelType.Error;
    }

    /// <summary>Both sides of a logical operator are told of on their own.</summary>
    private CelType Sides(Expression.Call call, List<CelType> types)
    {
        for (var i = 0; i < types.Count; i++)
        {
            if (!TypeMatch.Fits(CelType.Bool, types[i])) source.Report(call.Arguments[i].At, $"expected type 'bool' but found '{types[i]}'");
        }
        return CelType.Bool;
    }

    private CelType List(Expression.List list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var type = Check(list.Items[i]);
            if (list.Optional.Contains(i)) type = Unwrapped(type, list.Items[i].At);
            element = Joined(element, type, list.Items[i].At);
        }
        return CelType.List(element ?? CelType.Dyn);
    }

    private CelType Map(Expression.Map map)
    {
        CelType? keys = null;
        CelType? values = null;
        foreach (var (key, value, isOptional) in map.Entries)
        {
            keys = Joined(keys, Check(key), key.At);
            var type = Check(value);
            values = Joined(values, isOptional ? Unwrapped(type, value.At) : type, value.At);
        }
        return CelType.Map(keys ?? CelType.Dyn, values ?? CelType.Dyn);
    }

    private CelType Unwrapped(CelType type, int at)
    {
        if (type.IsOptional) return type.Parameters[0];
        if (!type.IsDyn) source.Report(at, $"expected type '{CelType.Optional(type)}' but found '{type}'");
        return CelType.Dyn;
    }

    /// <summary>All elements of a list are of one type.</summary>
    private CelType Joined(CelType? before, CelType type, int at)
    {
        if (before is null) return type;
        if (TypeMatch.Fits(before, type)) return before.IsDyn ? type : before;
        if (_mayMix) return CelType.Dyn;
        source.Report(at, $"expected type '{before}' but found '{type}'");
        return before;
    }

    private CelType Fold(Expression.Fold fold)
    {
        var range = Check(fold.Range);
        var (key, value) = Elements(range, fold);
        var scope = new Dictionary<string, CelType>(StringComparer.Ordinal);
        if (fold.Second is null) scope[fold.Variable] = range.IsMap ? key : value;
        else (scope[fold.Variable], scope[fold.Second]) = (key, value);
        _scopes.Push(scope);
        var body = Check(fold.Body);
        var result = fold.Result is null ? null : Check(fold.Result);
        _scopes.Pop();
        switch (fold.Macro)
        {
            case "all":
                return Condition(fold, body);
            case "exists":
                return Condition(fold, body);
            case "exists_one":
                return Condition(fold, body, "int, int");
            case "filter":
                var kept = CelType.List(range.IsMap ? key : value);
                Condition(fold, body, $"{kept}, {kept}");
                return kept;
            case "sortBy":
                return range;
            case "map" or "transformList":
                var list = CelType.List(result ?? body);
                if (result is not null) Condition(fold, body, $"{list}, {list}");
                return list;
            default:
                if (result is not null) Condition(fold, body, "map(dyn, dyn), map(dyn, dyn)");
                var made = result ?? body;
                return fold.Macro == "transformMap" ? CelType.Map(key, made) : made.IsMap ? made : CelType.Map(CelType.Dyn, CelType.Dyn);
        }
    }

    private (CelType Key, CelType Value) Elements(CelType range, Expression.Fold fold)
    {
        if (range.IsList) return (CelType.Int, range.Parameters[0]);
        if (range.IsMap) return (range.Parameters[0], range.Parameters[1]);
        if (range.IsDyn) return (CelType.Dyn, CelType.Dyn);
        source.Report(fold.Range.At, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
        return (CelType.Error, CelType.Error);
    }

    /// <param name="branches">The types between which the condition chooses; null where it is the result itself.</param>
    private CelType Condition(Expression.Fold fold, CelType body, string? branches = null)
    {
        if (TypeMatch.Fits(CelType.Bool, body)) return CelType.Bool;
        if (branches is null) source.Report(fold.Body.At, $"expected type 'bool' but found '{body}'");
        else source.Report(fold.At, $"found no matching overload for '_?_:_' applied to '({body}, {branches})'");
        return CelType.Bool;
    }

    private CelType Optional(Expression.OptionalMap optional)
    {
        var target = Check(optional.Target);
        if (!target.IsOptional && !target.IsDyn) source.Report(optional.At, $"found no matching overload for 'hasValue' applied to '{target}.()'");
        _scopes.Push(new Dictionary<string, CelType>(StringComparer.Ordinal) { [optional.Variable] = target.IsOptional ? target.Parameters[0] : CelType.Dyn });
        var body = Check(optional.Body);
        _scopes.Pop();
        return optional.IsFlat ? body : CelType.Optional(body);
    }
}
