using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Rendering;

/// <summary>Rich text; neighbours of a list style become one list.</summary>
internal static class RichTextTemplate
{
    public static Html Of(IReadOnlyList<SiteParagraph> paragraphs)
    {
        List<Html> pieces = [];
        for (var index = 0; index < paragraphs.Count;)
        {
            var style = paragraphs[index].Style;
            var run = paragraphs.Skip(index).TakeWhile(paragraph => paragraph.Style == style).ToList();
            pieces.Add(Run(style, run));
            index += run.Count;
        }

        return Html.Each(pieces, piece => piece);
    }

    private static Html Run(string style, List<SiteParagraph> run) => style switch
    {
        "bullet" => Html.Of($"<ul>{Html.Each(run, item => Html.Of($"<li>{Spans(item)}</li>"))}</ul>"),
        "numbered" => Html.Of($"<ol>{Html.Each(run, item => Html.Of($"<li>{Spans(item)}</li>"))}</ol>"),
        "quote" => Html.Of($"<blockquote>{Html.Each(run, line => Html.Of($"<p>{Spans(line)}</p>"))}</blockquote>"),
        _ => Html.Each(run, line => Html.Of($"<p>{Spans(line)}</p>")),
    };

    private static Html Spans(SiteParagraph paragraph) => Html.Each(paragraph.Spans, Span);

    private static Html Span(SiteSpan span)
    {
        var html = Html.Of($"{span.Text}");
        html = span.Italic ? Html.Of($"<em>{html}</em>") : html;
        html = span.Bold ? Html.Of($"<strong>{html}</strong>") : html;
        return SafeLink.Leads(span.Link) ? Html.Of($"""<a href="{span.Link}">{html}</a>""") : html;
    }
}
