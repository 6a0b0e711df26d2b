using k8s.KubeConfigModels;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>Says in words why a kubeconfig leads nowhere; the library's own exceptions know its code better than the file.</summary>
internal static class KubeconfigProblem
{
    /// <summary>The failure that tells it.</summary>
    /// <param name="file">The kubeconfig.</param>
    /// <param name="context">The context that was asked for; null = the current one.</param>
    /// <param name="error">What the library threw.</param>
    public static StepFailedException Failure(string file, string? context, Exception error) => new(
        RolloutNames.Stage,
        $"kubeconfig {file}",
        Of(file, context, error),
        context is null ? "a readable kubeconfig with a current context" : $"a readable kubeconfig with context '{context}'",
        "name another file with --kubeconfig, or one of its contexts with --kube-context");

    private static string Of(string file, string? context, Exception error)
    {
        var files = KubeconfigFile.Files(file);
        if (files.Count == 0)
        {
            return "there is no such file";
        }

        if (files.FirstOrDefault(one => new FileInfo(one).Length == 0) is { } empty)
        {
            return files.Count == 1 ? "the file is empty" : $"{empty} is empty";
        }

        K8SConfiguration? config;
        try
        {
            config = KubeconfigFile.Read(file);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"it cannot be read: {e.Message}";
        }

        var names = config?.Contexts?.Select(c => c.Name).ToList() ?? [];
        var wanted = context ?? config?.CurrentContext;
        var existing = names.Count == 0 ? "it has no contexts at all" : $"it has: {string.Join(", ", names)}";
        return string.IsNullOrEmpty(wanted) ? $"it names no current context; {existing}"
            : names.Contains(wanted, StringComparer.Ordinal) ? error.Message
            : $"it has no context '{wanted}'; {existing}";
    }
}
