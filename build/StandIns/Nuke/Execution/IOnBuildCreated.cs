namespace Nuke.Common.Execution;

/// <summary>Is called when the build object exists.</summary>
public interface IOnBuildCreated : IBuildExtension
{
    /// <summary>Called with all targets of the build.</summary>
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}
