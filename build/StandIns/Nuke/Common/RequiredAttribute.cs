namespace Nuke.Common;

/// <summary>Marks a member that must have a value before any target runs.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class RequiredAttribute : Attribute;
