namespace SiteBuilder.Rendering.Content;

/// <summary>A piece of a paragraph.</summary>
public sealed record SiteSpan(string Text, bool Bold, bool Italic, string? Link);
