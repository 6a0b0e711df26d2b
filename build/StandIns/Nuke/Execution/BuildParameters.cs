using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Finds the parameters of a build type.</summary>
internal static class BuildParameters
{
    public static IReadOnlyList<BuildParameter> Of(Type buildType) => ParameterDescription.InjectedMembers(buildType)
        .Select(x => (Member: x, Attribute: x.GetCustomAttribute<ParameterAttribute>()))
        .Where(x => x.Attribute != null)
        .Select(x => new BuildParameter(x.Member, x.Attribute, ParameterDescription.Of(x.Member, x.Attribute).Name))
        .ToList();
}
