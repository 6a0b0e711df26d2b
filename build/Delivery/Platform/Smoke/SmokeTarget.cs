namespace SiteBuilder.Delivery.Platform.Smoke;

/// <summary>One page that must answer after a roll-out.</summary>
/// <param name="Address">Where the ingress listens; names of hosts are not resolved, so that the check needs no DNS entry.</param>
/// <param name="Host">The Host header, a brand's host.</param>
/// <param name="Path">Path of the page.</param>
/// <param name="Expected">Text that the page must contain, such as the brand's title.</param>
public sealed record SmokeTarget(Uri Address, string Host, string Path, string Expected);
