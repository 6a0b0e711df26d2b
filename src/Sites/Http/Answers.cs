using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Sites.Brands;
using SiteBuilder.Sites.Editing;

namespace SiteBuilder.Sites.Http;

/// <summary>How results of the editor are said in HTTP.</summary>
internal static class Answers
{
    public static IResult Of(WriteResult result, HttpContext context, string slug)
    {
        switch (result)
        {
            case WriteResult.Created created:
                context.Response.Headers.ETag = Precondition.DraftTag(created.Page.Version);
                return TypedResults.Created($"/api/pages/{slug}", created.Page);
            case WriteResult.Changed changed:
                context.Response.Headers.ETag = Precondition.DraftTag(changed.Page.Version);
                return TypedResults.Ok(changed.Page);
            case WriteResult.Deleted:
                return TypedResults.NoContent();
            case WriteResult.VersionNeeded needed:
                return Problem(StatusCodes.Status428PreconditionRequired, "The version you have seen is needed.",
                    $"The page '{slug}' exists. Read it and send its ETag, now {Precondition.DraftTag(needed.Current)}, as If-Match.");
            case WriteResult.Conflict { Current: { } current }:
                return Problem(StatusCodes.Status412PreconditionFailed, "The page has changed meanwhile.",
                    $"The page '{slug}' now has the ETag {Precondition.DraftTag(current)}. Read it again, and write your change over that.");
            case WriteResult.Conflict:
                return Problem(StatusCodes.Status412PreconditionFailed, "The page does not exist.",
                    $"If-Match names a version of the page '{slug}', which does not exist. Leave If-Match out to create it.");
            case WriteResult.HomeStays:
                return Problem(StatusCodes.Status409Conflict, "The home page stays.", "A brand's host needs its home page. Write over it instead.");
            default:
                return NoPage(context.Brand(), slug);
        }
    }

    public static ProblemHttpResult NoPage(BrandView brand, string slug) =>
        Problem(StatusCodes.Status404NotFound, "There is no such page.", $"The brand '{brand.Name}' has no page '{slug}' that you may see.");

    private static ProblemHttpResult Problem(int status, string title, string detail) =>
        TypedResults.Problem(statusCode: status, title: title, detail: detail);
}
