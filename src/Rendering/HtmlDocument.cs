using System.Security.Cryptography;
using System.Text;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Rendering;

/// <summary>An HTML document as it goes over the wire, with what has to go along.</summary>
/// <param name="Body">UTF-8.</param>
/// <param name="Policy">Its content security policy: only the theme's own style, pictures over https, no script at all.</param>
/// <param name="Tag">A hash of the body, in hexadecimal digits: the document's ETag.</param>
public sealed record HtmlDocument(byte[] Body, string Policy, string Tag)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>Makes the document.</summary>
    /// <param name="html">A document of <see cref="SiteTemplate"/>.</param>
    /// <param name="brand">Whose theme it is in; null for the plain one.</param>
    public static HtmlDocument Of(Html html, SiteBrand? brand)
    {
        var body = Encoding.UTF8.GetBytes(html.ToString());
        return new HtmlDocument(
            body,
            $"default-src 'none'; style-src '{Theme.Of(brand).StyleHash}'; img-src 'self' https:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12)));
    }
}
