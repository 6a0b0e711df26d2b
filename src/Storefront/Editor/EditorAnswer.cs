using System.Text;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Storefront.Editor;

/// <summary>
/// A document of the editor with its policy: the editor's own script and style, and in the preview, which takes over the policy of the page
/// that it is in, the style of the site. Nothing is kept by caches.
/// </summary>
internal sealed class EditorAnswer(int status, Html document, SiteBrand? shown) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self' '{Theme.Of(shown).StyleHash}'; img-src 'self' https:; connect-src 'self'; frame-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync(document.ToString(), Encoding.UTF8, httpContext.RequestAborted);
    }
}
