namespace Nuke.Common;

/// <summary>Marks a parameter whose value must not be shown.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class SecretAttribute : Attribute;
