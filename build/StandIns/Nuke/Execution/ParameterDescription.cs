using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>A parameter as the member declares it.</summary>
internal sealed record ParameterDescription(string Name, Type Type, string Separator)
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static ParameterDescription Of(MemberInfo member, ParameterAttribute attribute)
    {
        var prefix = member.DeclaringType.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        return new ParameterDescription(prefix + (attribute.Name ?? NameOf(member)), TypeOf(member), attribute.Separator);
    }

    /// <summary>Members with a <see cref="ValueInjectionAttributeBase"/>: the class and its bases, then its components; one per name.</summary>
    public static IReadOnlyList<MemberInfo> InjectedMembers(Type buildType)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var types = new List<Type>();
        for (var type = buildType; type != null && type != typeof(object); type = type.BaseType)
            types.Add(type);
        return types.Concat(buildType.GetInterfaces())
            .SelectMany(x => x.GetMembers(Declared))
            .Where(x => x is FieldInfo or PropertyInfo && x.IsDefined(typeof(ValueInjectionAttributeBase), inherit: true))
            .Where(x => names.Add(NameOf(x)))
            .ToList();
    }

    public static string NameOf(MemberInfo member) => TargetProperties.NameOf(member);

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static object ValueOf(MemberInfo member, object instance) =>
        member is FieldInfo field ? field.GetValue(instance) : ((PropertyInfo)member).GetValue(instance);
}
