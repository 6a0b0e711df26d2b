namespace SiteBuilder.Delivery.Rollouts.Plan.Saved;

/// <summary>Which cluster.</summary>
/// <param name="Identity">Label <c>sitebuilder.dev/cluster</c> of Namespace kube-system; null where it has none.</param>
/// <param name="Uid">UID of Namespace kube-system, which no other cluster has; empty where whoever plans may not read it.</param>
public sealed record SavedCluster(string? Identity, string Uid);
