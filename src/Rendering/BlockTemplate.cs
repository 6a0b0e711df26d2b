using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Rendering;

/// <summary>How each type of block looks; a type of a newer Sites is left out.</summary>
internal static class BlockTemplate
{
    /// <param name="block">The block.</param>
    /// <param name="forms">Where the forms of its page are sent, without the form's name.</param>
    public static Html Of(SiteBlock block, string forms) => block.Type switch
    {
        "heading" => Html.Of($"<h2>{block.Text}</h2>"),
        "text" => Html.Each(Paragraphs(block.Text), paragraph => Html.Of($"<p>{paragraph}</p>")),
        "richtext" => RichTextTemplate.Of(block.Paragraphs),
        "image" => Image(block.Url, block.Alt),
        "gallery" => Html.Of($"""<ul class="gallery">{Html.Each(block.Images, image => Html.Of($"<li>{Image(image.Url, image.Alt)}</li>"))}</ul>"""),
        "columns" => Html.Of(
            $"""<div class="columns">{Html.Each(block.Columns, column => Html.Of($"<div>{Html.Each(column.Blocks, inner => Of(inner, forms))}</div>"))}</div>"""),
        "button" when SafeLink.Leads(block.Url) => Html.Of($"""<p><a class="button" href="{block.Url}">{block.Text}</a></p>"""),
        "form" => FormTemplate.Of(block, forms),
        _ => Html.Empty,
    };

    private static Html Image(string? url, string? alt) => SafeLink.Shows(url) ? Html.Of($"""<img src="{url}" alt="{alt}" loading="lazy">""") : Html.Empty;

    private static string[] Paragraphs(string? text) => (text ?? "").ReplaceLineEndings("\n")
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
