using System.Text.Json.Serialization;

namespace SiteBuilder.Sites.Pages;

/// <summary>A piece of a page. Blocks carry text, never HTML; whoever shows a page decides how a block looks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HeadingBlock), "heading")]
[JsonDerivedType(typeof(TextBlock), "text")]
[JsonDerivedType(typeof(ImageBlock), "image")]
public abstract record Block;
