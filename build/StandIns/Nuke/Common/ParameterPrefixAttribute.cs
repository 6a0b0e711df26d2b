namespace Nuke.Common;

/// <summary>Text that goes before the names of all parameters of a component.</summary>
[AttributeUsage(AttributeTargets.Interface)]
public class ParameterPrefixAttribute(string prefix) : Attribute
{
    /// <summary>The text.</summary>
    public string Prefix { get; } = prefix;
}
