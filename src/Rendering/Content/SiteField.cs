namespace SiteBuilder.Rendering.Content;

/// <summary>A field of a form.</summary>
public sealed record SiteField(string Name, string Label, string Kind, bool Required);
