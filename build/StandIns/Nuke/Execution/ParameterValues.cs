using System.Reflection;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>The accepted values of a parameter.</summary>
internal static class ParameterValues
{
    /// <summary>Texts with their values, or null where any value is accepted.</summary>
    public static IEnumerable<(string Text, object Object)> Of(MemberInfo member, ParameterAttribute attribute, object instance)
    {
        if (attribute.ValueProviderMember != null)
            return FromProvider(member, attribute, instance);

        var type = ParameterDescription.TypeOf(member);
        type = Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;
        if (type.IsEnum)
            return Enum.GetNames(type).Select(x => (x, Enum.Parse(type, x)));
        if (type.IsSubclassOf(typeof(Enumeration)))
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(x => x.FieldType == type)
                .Select(x => (x.Name, x.GetValue(null)));
        }

        return null;
    }

    private static IEnumerable<(string Text, object Object)> FromProvider(MemberInfo member, ParameterAttribute attribute, object instance)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var type = attribute.ValueProviderType ?? member.DeclaringType;
        object owner = attribute.ValueProviderType == null || attribute.ValueProviderType.IsInstanceOfType(instance) ? instance : null;
        var provided = type.GetMethod(attribute.ValueProviderMember, Any) is { } method
            ? method.Invoke(owner, null)
            : type.GetProperty(attribute.ValueProviderMember, Any)?.GetValue(owner);
        Assert.True(provided is IEnumerable<string>, $"'{type.Name}.{attribute.ValueProviderMember}' does not return texts");
        return ((IEnumerable<string>)provided).Select(x => (x, (object)x));
    }
}
