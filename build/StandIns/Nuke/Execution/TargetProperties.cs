using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>The properties of a build type that declare targets.</summary>
internal static class TargetProperties
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Own properties first, then those of the components; a property of the class wins over a component's of the same name.</summary>
    public static IReadOnlyList<PropertyInfo> Of(Type buildType)
    {
        var found = new List<PropertyInfo>();
        var names = new HashSet<string>(StringComparer.Ordinal);

        void Add(Type type)
        {
            foreach (var property in type.GetProperties(Declared))
            {
                if (property.PropertyType == typeof(Target) && names.Add(NameOf(property)))
                    found.Add(property);
            }
        }

        for (var type = buildType; type != null && type != typeof(NukeBuild); type = type.BaseType)
            Add(type);
        foreach (var component in buildType.GetInterfaces().Where(x => x != typeof(INukeBuild)))
            Add(component);
        return found;
    }

    /// <summary>Name without the interface of an explicit implementation.</summary>
    public static string NameOf(MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];
}
