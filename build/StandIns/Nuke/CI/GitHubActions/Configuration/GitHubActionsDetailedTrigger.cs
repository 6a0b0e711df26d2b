namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>An event with details that starts a workflow.</summary>
public abstract class GitHubActionsDetailedTrigger : ConfigurationEntity;
