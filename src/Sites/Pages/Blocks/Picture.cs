namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>One picture of a gallery; its fields are those of an <see cref="ImageBlock"/>.</summary>
public sealed record Picture(string Url, string Alt);
