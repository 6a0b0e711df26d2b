using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using SiteBuilder.Storefront.Rendering;
using SiteBuilder.Storefront.Sites;

namespace SiteBuilder.Storefront.Serving;

/// <summary>An HTML document with its policy: only the theme's own style, pictures over https, no script at all.</summary>
internal sealed class HtmlAnswer : IResult
{
    private readonly int _status;
    private readonly byte[] _body;
    private readonly Theme _theme;

    private HtmlAnswer(int status, Html document, SiteBrand? brand)
    {
        _status = status;
        _body = Encoding.UTF8.GetBytes(document.ToString());
        _theme = Theme.Of(brand);
    }

    public static IResult Page(Html document, SiteBrand brand) => new HtmlAnswer(StatusCodes.Status200OK, document, brand);

    public static IResult Error(int status, Html document, SiteBrand? brand) => new HtmlAnswer(status, document, brand);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{_theme.StyleHash}'; img-src 'self' https:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.CacheControl = _status == StatusCodes.Status200OK ? "public, no-cache" : "no-store";
        httpContext.Response.StatusCode = _status;

        // Results.Bytes answers 304 where the visitor has this very document; a browser may keep it but has to ask
        return _status == StatusCodes.Status200OK
            ? TypedResults.Bytes(_body, "text/html; charset=utf-8", entityTag: Tag()).ExecuteAsync(httpContext)
            : WriteAsync(httpContext);
    }

    private EntityTagHeaderValue Tag() => new($"\"{Convert.ToHexStringLower(SHA256.HashData(_body).AsSpan(0, 12))}\"");

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = _body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(_body, context.RequestAborted).AsTask();
    }
}
