using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Sites.Pages.Blocks;

/// <summary>Reads a block of rich text.</summary>
internal static class RichTextReader
{
    public static RichTextBlock Read(InputObject block)
    {
        block.Knows("type", "paragraphs");
        return new RichTextBlock([.. block.Objects("paragraphs", "paragraphs", 200, "an object with 'style' and 'spans'").Select(Paragraph)]);
    }

    private static Paragraph Paragraph(InputObject paragraph)
    {
        paragraph.Knows("style", "spans");
        return new Paragraph(
            paragraph.Choice("style", Blocks.Paragraph.Styles) ?? "",
            [.. paragraph.Objects("spans", "spans", 200, "an object with 'text'").Select(Span)]);
    }

    private static Span Span(InputObject span)
    {
        span.Knows("text", "bold", "italic", "link");
        // a space between two spans belongs to the text
        return new Span(
            span.Secret("text", PageReader.MaxText), span.Flag("bold"), span.Flag("italic"), span.Has("link") ? Links.Target(span, "link") : null);
    }
}
