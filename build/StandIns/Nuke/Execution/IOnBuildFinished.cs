namespace Nuke.Common.Execution;

/// <summary>Is called at the end.</summary>
public interface IOnBuildFinished : IBuildExtension
{
    /// <summary>Called once, after success and failure.</summary>
    void OnBuildFinished();
}
