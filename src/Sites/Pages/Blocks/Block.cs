using System.Text.Json.Serialization;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>A piece of a page. Blocks carry text, never HTML; whoever shows a page decides how a block looks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ButtonBlock), "button")]
[JsonDerivedType(typeof(ColumnsBlock), "columns")]
[JsonDerivedType(typeof(FormBlock), "form")]
[JsonDerivedType(typeof(GalleryBlock), "gallery")]
[JsonDerivedType(typeof(HeadingBlock), "heading")]
[JsonDerivedType(typeof(ImageBlock), "image")]
[JsonDerivedType(typeof(RichTextBlock), "richtext")]
[JsonDerivedType(typeof(TextBlock), "text")]
public abstract record Block;
