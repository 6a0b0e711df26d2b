using System.Reflection;

namespace SiteBuilder.Build.Tests.Api;

/// <summary>The public surface of an assembly, written as in the recorded lists: one heading per type, one line per member.</summary>
internal static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Headings of types (kind and full name; a delegate's signature) with the lines of their members.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(Assembly assembly) => assembly.GetTypes()
        .Where(IsVisible)
        .ToDictionary(Heading, x => (IReadOnlyList<string>)[.. Members(x)]);

    /// <summary>Name as C# writes it, without namespace.</summary>
    public static string Name(Type type)
    {
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        var keyword = Keywords.Of(type);
        if (keyword != null)
            return keyword;
        var name = type.Name.Split('`')[0];
        if (type.IsGenericType)
            name += $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
        return type.IsNested ? $"{Name(type.DeclaringType!)}.{name}" : name;
    }

    private static bool IsVisible(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static string Heading(Type type)
    {
        if (type.BaseType == typeof(MulticastDelegate))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{type.Namespace}: delegate {Name(invoke.ReturnType)} {Name(type)}({Signatures.Parameters(invoke)})";
        }

        var kind = type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : "class";
        return $"{kind} {type.Namespace}.{Name(type)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.BaseType == typeof(MulticastDelegate))
            return [];
        if (type.IsEnum)
            return Enum.GetNames(type);
        var accessors = type.GetProperties(Declared).SelectMany(x => x.GetAccessors(nonPublic: true)).ToHashSet();
        return type.GetMembers(Declared)
            .Where(x => x is not MethodInfo method || !accessors.Contains(method))
            .Select(Signatures.Of)
            .OfType<string>();
    }
}
