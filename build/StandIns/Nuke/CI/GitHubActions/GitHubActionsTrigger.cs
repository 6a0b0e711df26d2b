namespace Nuke.Common.CI.GitHubActions;

/// <summary>Events that start a workflow.</summary>
public enum GitHubActionsTrigger
{
    /// <summary>A push.</summary>
    Push,

    /// <summary>A pull request.</summary>
    PullRequest,

    /// <summary>A person.</summary>
    WorkflowDispatch,
}
