namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>A rule about each container of a pod.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Expected">What it wants.</param>
/// <param name="Remedy">How to get there.</param>
/// <param name="Find">What breaks it; null when nothing does.</param>
internal sealed record ContainerRule(string Name, string Expected, string Remedy, Func<PodView, ContainerView, string?> Find);
