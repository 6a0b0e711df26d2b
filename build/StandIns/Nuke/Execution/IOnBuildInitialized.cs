namespace Nuke.Common.Execution;

/// <summary>Is called when the plan is made and nothing has run.</summary>
public interface IOnBuildInitialized : IBuildExtension
{
    /// <summary>Called with all targets and those of this run.</summary>
    void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan);
}
