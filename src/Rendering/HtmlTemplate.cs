using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SiteBuilder.Rendering;

/// <summary>Collects an interpolated string for <see cref="Html.Of"/>; the compiler calls it.</summary>
[InterpolatedStringHandler]
public readonly struct HtmlTemplate(int literalLength, int formattedCount)
{
    // letters of all languages stay readable; what has a meaning in HTML is encoded all the same
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new(literalLength + (formattedCount * 32));

    /// <summary>Adds what the template says itself.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Adds a text, encoded.</summary>
    public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(text ?? ""));

    /// <summary>Adds a number.</summary>
    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds HTML as it is.</summary>
    public void AppendFormatted(Html html) => _text.Append(html.ToString());

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}
