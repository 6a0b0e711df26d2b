using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace SiteBuilder.Media.Uploads;

/// <summary>A file as it came in the body of a request: as the body itself, or as the part <c>file</c> of a form.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Name">Its name in the form, if any.</param>
internal sealed record UploadBody(byte[] Content, string? Name)
{
    /// <summary>What a form may need around a file.</summary>
    private const int FormBytes = 64 * 1024;

    /// <summary>Reads it; a problem instead where there is none or too much.</summary>
    public static async Task<(UploadBody? Body, UploadProblem? Problem)> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most + FormBytes)
        {
            return (null, UploadProblem.TooLarge(most));
        }

        // counted below, with an answer that says more than the server's own
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var (source, name) = await SourceAsync(request, cancellationToken);
        if (source is null)
        {
            return (null, new UploadProblem(UploadProblem.File, "is missing in the form; send it as the part 'file', or send the file alone as the body"));
        }

        var content = await ReadAsync(source, source == request.Body ? request.ContentLength : null, most, cancellationToken);
        if (content is null)
        {
            return (null, UploadProblem.TooLarge(most));
        }

        return content.Length == 0 ? (null, new UploadProblem(UploadProblem.File, "is empty")) : (new UploadBody(content, name), null);
    }

    /// <summary>All bytes of a stream; null where there are more than <paramref name="most"/>.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="length">How many there are, where that is known: then they are kept once, and not twice while they grow.</param>
    /// <param name="most">The most that are taken.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<byte[]?> ReadAsync(Stream source, long? length, int most, CancellationToken cancellationToken)
    {
        if (length > most)
        {
            return null;
        }

        if (length is { } known)
        {
            var all = new byte[known];
            await source.ReadExactlyAsync(all, cancellationToken);
            return all;
        }

        using var content = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > most)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static async Task<(Stream? Source, string? Name)> SourceAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            return (request.Body, null);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            return (null, null);
        }

        try
        {
            var form = new MultipartReader(boundary, request.Body) { HeadersLengthLimit = FormBytes };
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection() is { Name: UploadProblem.File, FileStream: { } stream } file)
                {
                    return (stream, file.FileName);
                }
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // no form, whatever the header says
        }

        return (null, null);
    }
}
