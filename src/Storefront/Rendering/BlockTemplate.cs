using SiteBuilder.Storefront.Sites;

namespace SiteBuilder.Storefront.Rendering;

/// <summary>How each type of block looks; a type of a newer Sites is left out.</summary>
internal static class BlockTemplate
{
    public static Html Of(SiteBlock block) => block.Type switch
    {
        "heading" => Html.Of($"<h2>{block.Text}</h2>"),
        "text" => Html.Each(Paragraphs(block.Text), paragraph => Html.Of($"<p>{paragraph}</p>")),
        "image" when IsPicture(block.Url) => Html.Of($"""<img src="{block.Url}" alt="{block.Alt}" loading="lazy">"""),
        _ => Html.Empty,
    };

    private static string[] Paragraphs(string? text) => (text ?? "").ReplaceLineEndings("\n")
        .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Sites has checked this; a link that a browser would run must not get through here either
    private static bool IsPicture(string? url) => url is ['/', not '/', ..]
        || (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeHttps);
}
