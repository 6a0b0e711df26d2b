namespace Nuke.Common;

/// <summary>A target of the build: a property that returns how the target is defined.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);
