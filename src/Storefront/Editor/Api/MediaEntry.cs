namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>A file of the brand.</summary>
internal sealed record MediaEntry(string Id, string Url, string Type);
