namespace Nuke.Common.Execution;

/// <summary>Is called for a target that failed.</summary>
public interface IOnTargetFailed : IBuildExtension
{
    /// <summary>Called after the failure was logged.</summary>
    void OnTargetFailed(ExecutableTarget target);
}
