using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Media.Storage;
using SiteBuilder.Media.Types;
using SiteBuilder.ObjectStore;

namespace SiteBuilder.Media.Http;

/// <summary>Files for everybody, on the hosts of the brand that they belong to. What an address shows never changes, so caches may keep it.</summary>
internal static partial class FileEndpoint
{
    // whoever opens the address itself gets a file and no page of ours
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    public static void MapFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/media").NeedsBrand().MapMethods("/{id}/{file}", [HttpMethods.Get, HttpMethods.Head], ReadAsync).ExcludeFromDescription();

    private static async Task<IResult> ReadAsync(string id, string file, HttpContext context, Bucket bucket, CancellationToken cancellationToken)
    {
        if (MediaKeys.OfFile(context.Brand(), id, file) is not { } key)
        {
            return NoFile(context);
        }

        var request = context.Request;
        if (HttpMethods.IsHead(request.Method) || request.Headers.IfNoneMatch.Count > 0)
        {
            if (await bucket.HeadAsync(key, cancellationToken) is not { } found)
            {
                return NoFile(context);
            }

            var known = request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == "*" || tag.Tag == found.ETag);
            if (known || HttpMethods.IsHead(request.Method))
            {
                Describe(context.Response, found);
                context.Response.StatusCode = known ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
                context.Response.ContentLength = known ? null : found.Length;
                return TypedResults.Empty;
            }
        }

        return await SendAsync(key, context, bucket, cancellationToken);
    }

    private static async Task<IResult> SendAsync(string key, HttpContext context, Bucket bucket, CancellationToken cancellationToken)
    {
        try
        {
            using var open = await bucket.GetAsync(key, Part(context.Request), cancellationToken);
            if (open is null)
            {
                return NoFile(context);
            }

            var response = context.Response;
            Describe(response, open.Object);
            response.ContentLength = open.Object.Length;
            if (open.ContentRange is { } range)
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = range;
            }

            await open.Content.CopyToAsync(response.Body, cancellationToken);
            return TypedResults.Empty;
        }
        catch (RangeNotThereException)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status416RangeNotSatisfiable, title: "The file is shorter.", detail: "The part that 'Range' asks for begins behind the file's end.");
        }
    }

    private static void Describe(HttpResponse response, StoredObject found)
    {
        var headers = response.Headers;
        response.ContentType = found.Facts.ContentType;
        headers.CacheControl = found.Facts.CacheControl;
        headers.ETag = found.ETag;
        headers.LastModified = found.LastModified.ToString("R");
        headers.AcceptRanges = "bytes";
        headers.ContentSecurityPolicy = Policy;
        if (found.Facts.ContentType == MediaTypes.Pdf.Name)
        {
            headers.ContentDisposition = "attachment";
        }
    }

    // one part; who asks for several, or only if nothing has changed, may be sent all of it (RFC 9110, 14.2)
    private static string? Part(HttpRequest request) =>
        request.Headers.Range is [{ } range] && request.Headers.IfRange.Count == 0 && OnePart().IsMatch(range) ? range : null;

    private static ProblemHttpResult NoFile(HttpContext context) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound, title: "There is no such file.", detail: $"The brand '{context.Brand()}' has no file at '{context.Request.Path}'.");

    [GeneratedRegex(@"^bytes=([0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})\z")]
    private static partial Regex OnePart();
}
