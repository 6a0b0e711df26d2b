namespace SiteBuilder.Storefront.Sites;

/// <summary>What Sites says about a path of a host; no page means that nothing is published there.</summary>
public sealed record SiteAnswer(SiteBrand Brand, IReadOnlyList<SiteLink> Navigation, SitePage? Page);
