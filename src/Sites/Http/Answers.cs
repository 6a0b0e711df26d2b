using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Sites.Editing;

namespace SiteBuilder.Sites.Http;

/// <summary>How results of the editors are said in HTTP.</summary>
internal static class Answers
{
    /// <param name="result">The result.</param>
    /// <param name="context">The request.</param>
    /// <param name="noun">What was written: <c>page</c> or <c>site</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="path">Its path in the API.</param>
    public static IResult Of<T>(WriteResult<T> result, HttpContext context, string noun, string name, string path)
    {
        switch (result)
        {
            case WriteResult<T>.Created created:
                context.Response.Headers.ETag = Precondition.DraftTag(created.Version);
                return TypedResults.Created(path, created.View);
            case WriteResult<T>.Changed changed:
                context.Response.Headers.ETag = Precondition.DraftTag(changed.Version);
                return TypedResults.Ok(changed.View);
            case WriteResult<T>.Deleted:
                return TypedResults.NoContent();
            case WriteResult<T>.VersionNeeded needed:
                return Problem(StatusCodes.Status428PreconditionRequired, "The version you have seen is needed.",
                    $"The {noun} '{name}' exists. Read it and send its ETag, now {Precondition.DraftTag(needed.Current)}, as If-Match.");
            case WriteResult<T>.Conflict { Current: { } current }:
                return Problem(StatusCodes.Status412PreconditionFailed, $"The {noun} has changed meanwhile.",
                    $"The {noun} '{name}' now has the ETag {Precondition.DraftTag(current)}. Read it again, and write your change over that.");
            case WriteResult<T>.Conflict:
                return Problem(StatusCodes.Status412PreconditionFailed, $"The {noun} does not exist.",
                    $"If-Match names a version of the {noun} '{name}', which does not exist. Leave If-Match out to create it.");
            case WriteResult<T>.Stays:
                return Problem(StatusCodes.Status409Conflict, $"The {name} {noun} stays.", $"Visitors need the {name} {noun}. Write over it instead.");
            case WriteResult<T>.NoVersion missing:
                return Problem(StatusCodes.Status404NotFound, "There is no such version.",
                    $"The history of the {noun} '{name}' has no version {missing.Version}. See its versions for those that are kept.");
            case WriteResult<T>.NoSite:
                return NoSite(context, (string)context.Request.RouteValues["site"]!);
            default:
                return Missing(context, noun, name);
        }
    }

    public static ProblemHttpResult NoSite(HttpContext context, string site) => Missing(context, "site", site);

    public static ProblemHttpResult Missing(HttpContext context, string noun, string name) => Problem(
        StatusCodes.Status404NotFound, $"There is no such {noun}.", $"The brand '{context.Brand().Name}' has no {noun} '{name}' that you may see.");

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}
