namespace SiteBuilder.Storefront.Sites;

/// <summary>Sites did not answer, or not with what was asked.</summary>
public sealed class SitesAwayException(string message, Exception? inner = null) : Exception(message, inner);
