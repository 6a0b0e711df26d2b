using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The namespace that the context of a kubeconfig stands for.</summary>
public static class ContextNamespace
{
    /// <summary>The namespace; <c>default</c> where the context names none, as for kubectl.</summary>
    /// <exception cref="StepFailedException">The kubeconfig is missing, cannot be read or lacks the context.</exception>
    public static string Of(string kubeconfig, string? context)
    {
        try
        {
            var config = KubeconfigFile.Read(kubeconfig);
            var ns = config.Contexts.First(one => one.Name == (context ?? config.CurrentContext)).ContextDetails?.Namespace;
            return string.IsNullOrEmpty(ns) ? "default" : ns;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw KubeconfigProblem.Failure(kubeconfig, context, e);
        }
    }
}
