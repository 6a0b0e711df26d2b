namespace SiteBuilder.Storefront.Sites;

/// <summary>A piece of a page. One record for all types: a type that this version does not know is read and left out of the page.</summary>
public sealed record SiteBlock(string Type, string? Text, string? Url, string? Alt);
