namespace SiteBuilder.Model.Environments;

/// <summary>The cluster of an environment, and how a mix-up with another is noticed.</summary>
public sealed record ClusterSettings
{
    /// <summary>
    /// What label <c>sitebuilder.dev/cluster</c> on Namespace <c>kube-system</c> must say before anything is written.
    /// Default: <c>sitebuilder-</c> and the environment's name.
    /// </summary>
    public required string Identity { get; init; }

    /// <summary>The context of the kubeconfig. Default: its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The embedded cluster to start where the environment has none of its own. Default: none.</summary>
    public SandboxSettings? Sandbox { get; init; }
}
