namespace SiteBuilder.Rendering;

/// <summary>
/// A piece of HTML that is safe to put into a page. It is made from an interpolated string, <c>Html.Of($"&lt;p&gt;{text}&lt;/p&gt;")</c>:
/// the literal part is ours, every hole is encoded, and only a hole that is itself <see cref="Html"/> goes in as it is.
/// </summary>
public sealed class Html
{
    /// <summary>Nothing.</summary>
    public static readonly Html Empty = new("");

    /// <summary>A line break, as it is.</summary>
    public static readonly Html LineBreak = new("\n");

    private readonly string _text;

    private Html(string text) => _text = text;

    /// <summary>Makes a piece of HTML from a template. Attributes are to be written in double quotes.</summary>
    public static Html Of(HtmlTemplate template) => new(template.ToString());

    /// <summary>A template for each item, one after the other.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> template) => new(string.Concat(items.Select(item => template(item)._text)));

    /// <inheritdoc />
    public override string ToString() => _text;
}
