using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Nuke.Components;

/// <summary>A configuration of .NET projects.</summary>
[TypeConverter(typeof(TypeConverter<Configuration>))]
public class Configuration : Enumeration
{
    /// <summary>For debugging.</summary>
    public static Configuration Debug = new() { Value = nameof(Debug) };

    /// <summary>For delivery.</summary>
    public static Configuration Release = new() { Value = nameof(Release) };

    /// <summary>Its text.</summary>
    public static implicit operator string(Configuration configuration) => configuration.Value;
}
