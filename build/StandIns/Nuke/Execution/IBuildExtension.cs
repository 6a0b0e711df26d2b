namespace Nuke.Common.Execution;

/// <summary>Something that takes part in a run; put on the build class as an attribute.</summary>
public interface IBuildExtension
{
    /// <summary>Higher numbers come first.</summary>
    float Priority { get; }
}
