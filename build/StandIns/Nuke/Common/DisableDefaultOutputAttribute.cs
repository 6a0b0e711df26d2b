namespace Nuke.Common;

/// <summary>Turns parts of the console output off.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
public class DisableDefaultOutputAttribute(params DefaultOutput[] disabledOutputs) : Attribute
{
    /// <summary>The parts that are off.</summary>
    public DefaultOutput[] DisabledOutputs { get; } = disabledOutputs;

    /// <summary>Whether the attribute counts for this run; default: always.</summary>
    public virtual bool IsApplicable(INukeBuild build) => true;
}
