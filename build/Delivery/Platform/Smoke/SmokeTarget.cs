namespace SiteBuilder.Delivery.Platform.Smoke;

/// <summary>One page that must answer after a roll-out.</summary>
/// <param name="Page">The page as a visitor asks for it; its host need not resolve, TLS is checked against it.</param>
/// <param name="Expected">Text that the page must contain, such as the brand's title.</param>
public sealed record SmokeTarget(Uri Page, string Expected);
