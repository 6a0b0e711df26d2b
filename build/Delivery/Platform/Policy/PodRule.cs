namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>A rule about a whole pod.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Expected">What it wants.</param>
/// <param name="Remedy">How to get there.</param>
/// <param name="Find">What breaks it; null when nothing does.</param>
internal sealed record PodRule(string Name, string Expected, string Remedy, Func<PodView, string?> Find);
