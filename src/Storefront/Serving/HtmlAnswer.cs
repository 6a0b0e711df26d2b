using Microsoft.Net.Http.Headers;
using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;

namespace SiteBuilder.Storefront.Serving;

/// <summary>Sends an HTML document.</summary>
internal sealed class HtmlAnswer : IResult
{
    private readonly int _status;
    private readonly HtmlDocument _document;

    private HtmlAnswer(int status, HtmlDocument document)
    {
        _status = status;
        _document = document;
    }

    public static IResult Page(HtmlDocument document) => new HtmlAnswer(StatusCodes.Status200OK, document);

    public static IResult Error(int status, Html html, SiteBrand? brand) => new HtmlAnswer(status, HtmlDocument.Of(html, brand));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy = _document.Policy;
        headers.CacheControl = _status == StatusCodes.Status200OK ? "public, no-cache" : "no-store";
        httpContext.Response.StatusCode = _status;

        // Results.Bytes answers 304 where the visitor has this very document; a browser may keep it but has to ask
        return _status == StatusCodes.Status200OK
            ? TypedResults.Bytes(_document.Body, HtmlDocument.ContentType, entityTag: new EntityTagHeaderValue($"\"{_document.Tag}\"")).ExecuteAsync(httpContext)
            : WriteAsync(httpContext);
    }

    private Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = HtmlDocument.ContentType;
        context.Response.ContentLength = _document.Body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(_document.Body, context.RequestAborted).AsTask();
    }
}
