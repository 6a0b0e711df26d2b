namespace SiteBuilder.Publisher.Copying;

/// <summary>One site of all.</summary>
public sealed record SiteName(string Brand, string Site);
