namespace Nuke.Common.Execution;

/// <summary>Base of attributes that take part in a run.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public abstract class BuildExtensionAttributeBase : Attribute, IBuildExtension
{
    /// <summary>The running build.</summary>
    public INukeBuild Build { get; internal set; }

    /// <inheritdoc/>
    public virtual float Priority { get; set; }
}
