using System.Reflection;
using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;

namespace SiteBuilder.CommandLine;

/// <summary>The targets and options of a build, read from its type; the same with Nuke's packages and with the stand-in.</summary>
internal sealed class KnownNames
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private KnownNames(IReadOnlyList<string> targets, IReadOnlyList<KnownOption> options)
    {
        Targets = targets;
        Options = options;
    }

    /// <summary>Names of all targets.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>All options, Nuke's own included.</summary>
    public IReadOnlyList<KnownOption> Options { get; }

    /// <summary>Reads the type and its components.</summary>
    public static KnownNames Of(Type buildType)
    {
        var members = Types(buildType).SelectMany(x => x.GetMembers(Declared)).ToList();
        var targets = members.OfType<PropertyInfo>()
            .Where(x => x.PropertyType == typeof(Target))
            .Select(x => LastPart(x.Name))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var options = members
            .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ParameterAttribute>()))
            .Where(x => x.Attribute != null)
            .Select(x => Option(x.Member, x.Attribute!, targets))
            .Append(new KnownOption(BuildServerConfigurationGeneration.ConfigurationParameterName, OptionKind.Value, typeof(string), null, () => null))
            .DistinctBy(x => x.Key)
            .OrderBy(x => x.Name, StringComparer.Ordinal)
            .ToList();
        return new KnownNames(targets, options);
    }

    /// <summary>The option of that name in any spelling, or null.</summary>
    public KnownOption? Option(string name) => Options.FirstOrDefault(x => x.Key == Text.Key(name));

    /// <summary>Whether there is a target of that name; case and dashes do not count.</summary>
    public bool HasTarget(string name) => Targets.Any(x => Text.Key(x) == Text.Key(name));

    private static IEnumerable<Type> Types(Type buildType)
    {
        for (var type = buildType; type != null && type != typeof(object); type = type.BaseType)
            yield return type;
        foreach (var component in buildType.GetInterfaces())
            yield return component;
    }

    private static KnownOption Option(MemberInfo member, ParameterAttribute attribute, IReadOnlyList<string> targets)
    {
        var prefix = member.DeclaringType?.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        var name = Text.Kebab(prefix + (attribute.Name ?? LastPart(member.Name)));
        var type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(bool))
            return new KnownOption(name, OptionKind.Switch, plain, null, () => ["true", "false"]);
        var element = plain.IsArray ? plain.GetElementType() : plain.IsGenericType ? plain.GetGenericArguments()[0] : null;
        return element == null
            ? new KnownOption(name, OptionKind.Value, plain, null, () => Accepted(plain, targets))
            : new KnownOption(name, OptionKind.List, element, attribute.Separator, () => Accepted(element, targets));
    }

    private static IReadOnlyList<string>? Accepted(Type type, IReadOnlyList<string> targets)
    {
        if (type == typeof(ExecutableTarget))
            return targets;
        if (type.IsEnum)
            return Enum.GetNames(type);
        if (type == typeof(Host))
            return [.. Hosts().Order(StringComparer.Ordinal)];
        if (!type.IsSubclassOf(typeof(Enumeration)))
            return null;
        return [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(x => x.FieldType == type).Select(x => x.Name)];
    }

    private static IEnumerable<string> Hosts() => new[] { typeof(Host).Assembly, typeof(BuildServerConfigurationGeneration).Assembly, typeof(Nuke.Common.CI.GitHubActions.GitHubActions).Assembly }
        .Distinct()
        .SelectMany(x => x.GetTypes())
        .Where(x => x.IsSubclassOf(typeof(Host)) && !x.IsAbstract)
        .Select(x => x.Name);

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];
}
