using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Gives the members of a build and its components their values.</summary>
internal static class ValueInjector
{
    /// <summary>Sets all fields and properties of the class that can be set; components ask for theirs when they are read.</summary>
    public static void Inject(NukeBuild build)
    {
        var members = ParameterDescription.InjectedMembers(build.GetType())
            .Where(x => !x.DeclaringType.IsInterface && x is FieldInfo or PropertyInfo { SetMethod: not null })
            .Where(x => ParameterDescription.NameOf(x) is not ("Host"))
            .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ValueInjectionAttributeBase>()))
            .OrderByDescending(x => x.Attribute.Priority);
        foreach (var (member, attribute) in members)
        {
            attribute.Build = build;
            if (attribute.TryGetValue(member, build) is not { } value)
                continue;
            if (member is FieldInfo field)
                field.SetValue(build, value);
            else
                ((PropertyInfo)member).SetValue(build, value);
        }
    }

    /// <summary>The value of a component's member as the type that the component asks for.</summary>
    public static object Value(NukeBuild build, MemberInfo member, Type type)
    {
        var attribute = member.GetCustomAttribute<ValueInjectionAttributeBase>()
            ?? throw new ArgumentException($"Member '{member.DeclaringType?.Name}.{member.Name}' has no attribute that gives it a value");
        attribute.Build = build;
        var value = attribute.TryGetValue(member, build);
        return value == null || type.IsInstanceOfType(value) ? value : Convert.ChangeType(value, Nullable.GetUnderlyingType(type) ?? type, null);
    }
}
