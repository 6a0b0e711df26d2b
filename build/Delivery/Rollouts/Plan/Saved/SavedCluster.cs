namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>Which cluster.</summary>
/// <param name="Identity">Label <c>sitebuilder.dev/cluster</c> of Namespace kube-system; null where it has none, or whoever plans may not read it.</param>
/// <param name="Uid">UID of Namespace kube-system, which no other cluster has; empty where whoever plans may not read it.</param>
/// <param name="Server">Address of the API server; counts where the UID is not known.</param>
public sealed record SavedCluster(string? Identity, string Uid, string Server = "")
{
    /// <summary>Whether both are one cluster, as far as both were told.</summary>
    public bool IsThe(SavedCluster other) => other is not null && (Uid.Length > 0 && other.Uid.Length > 0 ? Uid == other.Uid : Server.Length > 0 && Server == other.Server);
}
