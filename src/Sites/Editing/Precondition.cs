using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace SiteBuilder.Sites.Editing;

/// <summary>What a writer says it knows of a page, from <c>If-Match</c> and <c>If-None-Match</c>.</summary>
/// <param name="MustExist">The writer expects a page (<c>If-Match</c> was sent).</param>
/// <param name="MustBeNew">The writer expects none (<c>If-None-Match: *</c>).</param>
/// <param name="Versions">The ETags of which the page must have one; null where any will do.</param>
public sealed record Precondition(bool MustExist, bool MustBeNew, IReadOnlyList<string>? Versions)
{
    /// <summary>Reads the headers of a request.</summary>
    public static Precondition Of(HttpRequest request)
    {
        var headers = new RequestHeaders(request.Headers);
        var sent = request.Headers.IfMatch.Count > 0;
        var any = headers.IfMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any));
        return new Precondition(
            sent,
            headers.IfNoneMatch.Any(tag => tag.Equals(EntityTagHeaderValue.Any)),
            any || !sent ? null : [.. headers.IfMatch.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.ToString())]);
    }

    /// <summary>The ETag of a draft.</summary>
    public static string DraftTag(int version) => $"\"{version}\"";

    /// <summary>True when a page of this version is one that the writer has seen; an unreadable header matches nothing.</summary>
    public bool Allows(int version) => !MustBeNew && (Versions is null || Versions.Contains(DraftTag(version)));
}
