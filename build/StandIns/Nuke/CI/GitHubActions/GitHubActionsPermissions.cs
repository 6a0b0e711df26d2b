namespace Nuke.Common.CI.GitHubActions;

/// <summary>Rights of the token that a workflow gets.</summary>
public enum GitHubActionsPermissions
{
    /// <summary>actions</summary>
    Actions,

    /// <summary>checks</summary>
    Checks,

    /// <summary>contents</summary>
    Contents,

    /// <summary>deployments</summary>
    Deployments,

    /// <summary>id-token</summary>
    IdToken,

    /// <summary>issues</summary>
    Issues,

    /// <summary>discussions</summary>
    Discussions,

    /// <summary>packages</summary>
    Packages,

    /// <summary>pages</summary>
    Pages,

    /// <summary>pull-requests</summary>
    PullRequests,

    /// <summary>repository-projects</summary>
    RepositoryProjects,

    /// <summary>security-events</summary>
    SecurityEvents,

    /// <summary>statuses</summary>
    Statuses,
}
