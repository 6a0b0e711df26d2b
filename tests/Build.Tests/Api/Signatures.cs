using System.Reflection;
using System.Runtime.CompilerServices;

namespace SiteBuilder.Build.Tests.Api;

/// <summary>Members as the recorded lists write them.</summary>
internal static class Signatures
{
    /// <summary>The line of a member, or null where nobody outside can see it.</summary>
    public static string? Of(MemberInfo member) => member switch
    {
        FieldInfo field => Access(field) is { } access ? $"{access} {Modifiers(field)}{ApiListing.Name(field.FieldType)} {field.Name}{Value(field)}" : null,
        PropertyInfo property => Of(property),
        ConstructorInfo constructor => Access(constructor) is { } access && !constructor.IsStatic
            ? $"{access} {constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})"
            : null,
        MethodInfo method => Of(method),
        _ => null,
    };

    public static string Parameters(MethodBase method)
    {
        var text = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? $"this {text}" : text;
    }

    private static string? Of(PropertyInfo property)
    {
        var getter = property.GetMethod;
        var setter = property.SetMethod;
        var visible = new[] { getter, setter }.Where(x => x != null && Access(x) != null).ToList();
        if (visible.Count == 0)
            return null;
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"{property.Name}[{string.Join(", ", index.Select(Parameter))}]";
        var accessors = $"{(visible.Contains(getter) ? "get; " : null)}{(visible.Contains(setter) ? "set; " : null)}";
        return $"{Prefix(visible[0]!)}{ApiListing.Name(property.PropertyType)} {name} {{ {accessors}}}";
    }

    private static string? Of(MethodInfo method)
    {
        if (Access(method) == null || method.Name.Contains('.', StringComparison.Ordinal))
            return null;
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(ApiListing.Name))}>" : null;
        return $"{Prefix(method)}{ApiListing.Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)}){Constraints(method)}";
    }

    private static string Prefix(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
            return method.IsAbstract ? string.Empty : method.IsVirtual ? "default " : "sealed ";
        var kind = method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method.GetBaseDefinition() != method ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual "
            : null;
        return method.IsAbstract && method.GetBaseDefinition() != method ? $"{Access(method)} override " : $"{Access(method)} {kind}";
    }

    private static string? Access(MethodBase method) =>
        method.IsPublic ? "public" : method.IsFamily || method.IsFamilyOrAssembly ? "protected" : null;

    private static string? Access(FieldInfo field) =>
        field.IsSpecialName ? null : field.IsPublic ? "public" : field.IsFamily || field.IsFamilyOrAssembly ? "protected" : null;

    private static string? Modifiers(FieldInfo field) =>
        field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : null)}{(field.IsInitOnly ? "readonly " : null)}";

    private static string? Value(FieldInfo field) => field.IsLiteral ? $" = {Literal(field.GetRawConstantValue(), field.FieldType)}" : null;

    private static string Parameter(ParameterInfo parameter)
    {
        var array = parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) ? "params " : null;
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, parameter.ParameterType)}" : null;
        return $"{array}{ApiListing.Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when type.IsEnum => $"{ApiListing.Name(type)}.{Enum.ToObject(type, value)}",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(MethodInfo method) => string.Concat(method.GetGenericArguments()
        .Select(x => (x.Name, Constraint: Constraint(x)))
        .Where(x => x.Constraint != null)
        .Select(x => $" where {x.Name} : {x.Constraint}"));

    private static string? Constraint(Type argument)
    {
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            return "class";
        if (argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            return "struct";
        var types = argument.GetGenericParameterConstraints();
        return types.Length == 0 ? null : string.Join(", ", types.Select(ApiListing.Name));
    }
}
