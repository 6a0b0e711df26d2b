using k8s.KubeConfigModels;

namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>For whom a context acts (<c>as</c>, <c>as-groups</c>, <c>as-user-extra</c> of its user), in the headers by which the API server is told. The library leaves them out, and would act with all the rights of whoever is impersonating.</summary>
internal static class Impersonation
{
    /// <summary>The headers of every request; none where the context acts for itself.</summary>
    /// <exception cref="InvalidDataException">It cannot be said in headers of ours: several groups would arrive as one, and without a user they are nobody's.</exception>
    public static IReadOnlyList<(string Name, string Value)> Of(K8SConfiguration file, string context)
    {
        var user = file.Contexts?.FirstOrDefault(c => c.Name == context)?.ContextDetails?.User;
        var credentials = file.Users?.FirstOrDefault(u => u.Name == user)?.UserCredentials;
        var groups = credentials?.ImpersonateGroups?.ToList() ?? [];
        var extra = credentials?.ImpersonateUserExtra?.ToList() ?? [];
        if (string.IsNullOrEmpty(credentials?.Impersonate))
        {
            return groups.Count + extra.Count == 0 ? [] : throw new InvalidDataException($"user {user} acts for groups (as-groups) or with extra values (as-user-extra), and names nobody to act for (as)");
        }

        return groups.Count > 1
            ? throw new InvalidDataException($"user {user} acts for several groups (as-groups: {string.Join(", ", groups)}), and one can be told to the API server; leave one, or use credentials of that user's own")
            : [("Impersonate-User", credentials.Impersonate), .. groups.Select(group => ("Impersonate-Group", group)), .. extra.Select(e => ($"Impersonate-Extra-{Uri.EscapeDataString(e.Key)}", e.Value))];
    }
}
