using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The namespace that the context of a kubeconfig stands for.</summary>
public static class ContextNamespace
{
    /// <summary>The namespace; <c>default</c> where the context names none, as for kubectl.</summary>
    /// <exception cref="StepFailedException">The kubeconfig is missing, cannot be read or lacks the context.</exception>
    public static string Of(string kubeconfig, string? context)
    {
        using var connection = ClusterConnection.Open(kubeconfig, context);
        return connection.Namespace;
    }
}
