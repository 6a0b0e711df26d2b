using k8s.KubeConfigModels;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>For whom a context acts (<c>as</c>, <c>as-groups</c>, <c>as-user-extra</c> of its user), in the headers by which the API server is told. The library leaves them out, and would act with all the rights of whoever is impersonating.</summary>
internal static class Impersonation
{
    /// <summary>The headers of every request; none where the context acts for itself.</summary>
    public static IEnumerable<(string Name, string Value)> Of(K8SConfiguration file, string context)
    {
        var user = file.Contexts?.FirstOrDefault(c => c.Name == context)?.ContextDetails?.User;
        if (file.Users?.FirstOrDefault(u => u.Name == user)?.UserCredentials is not { Impersonate: { Length: > 0 } other } credentials)
        {
            yield break;
        }

        yield return ("Impersonate-User", other);
        foreach (var group in credentials.ImpersonateGroups ?? [])
        {
            yield return ("Impersonate-Group", group);
        }

        foreach (var (name, value) in credentials.ImpersonateUserExtra ?? new Dictionary<string, string>())
        {
            yield return ($"Impersonate-Extra-{Uri.EscapeDataString(name)}", value);
        }
    }
}
