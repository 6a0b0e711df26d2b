using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Media.Storage;
using SiteBuilder.Media.Uploads;
using SiteBuilder.ServiceDefaults.Documents;
using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Media.Http;

/// <summary>The files of the brand whose host is asked, for its users.</summary>
internal static class LibraryEndpoints
{
    private const int LongestPage = 200;
    private const int UsualPage = 50;

    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        var library = routes.MapGroup("/api/media").NeedsBrand().NeedsRole();
        library.MapGet("/", ListAsync).Does("Lists the files of the brand by their ids, page by page.").Gives<MediaList>().Refuses(401);
        library.MapPost("/", UploadAsync).Does("Keeps a file, sent as the body or as the part 'file' of a form; the same bytes again are the same file.")
            .Gives<MediaView>().Gives<MediaView>(201).Refuses(401, 403, 413, 415);
        library.MapGet("/{id}", ReadAsync).Does("Tells of a file.").Gives<MediaView>().Refuses(401, 404);
        library.MapDelete("/{id}", DeleteAsync).Does("Removes a file and its variants.").Produces(204).Refuses(401, 403, 404);
        library.MapPost("/uploads", SignedUploads.BeginAsync).Does("Signs a URL by which a browser brings a larger file straight to the object store.")
            .Takes<UploadRequest>().Gives<SignedUpload>().Refuses(401, 403, 501);
        library.MapPost("/uploads/{upload:guid}", SignedUploads.CompleteAsync).Does("Keeps what was brought by a signed URL.")
            .Gives<MediaView>().Gives<MediaView>(201).Refuses(401, 403, 404, 413, 415);
    }

    /// <summary>The answer for a file that was taken in or refused.</summary>
    public static IResult Answer(IntakeResult result) => result switch
    {
        { Problem: { } problem } => problem.ToAnswer(),
        { IsNew: true } => TypedResults.Created(result.Media!.Url, result.Media),
        _ => TypedResults.Ok(result.Media),
    };

    private static async Task<IResult> ListAsync(HttpContext context, MediaLibrary library, string? after, string? limit, CancellationToken cancellationToken)
    {
        var problems = new InputProblems();
        if (after is not null && !MediaId.Is(after))
        {
            problems.Add("after", $"is '{after}'; send the 'next' of the page before");
        }

        var most = UsualPage;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > LongestPage))
        {
            problems.Add("limit", $"is '{limit}'; send a whole number from 1 to {LongestPage}");
        }

        return problems.None
            ? TypedResults.Ok(await library.ListAsync(context.Brand(), after, most, cancellationToken))
            : problems.ToAnswer("Nothing was listed");
    }

    private static async Task<IResult> UploadAsync(
        HttpContext context, MediaIntake intake, UploadTurns turns, MediaSettings settings, string? name, CancellationToken cancellationToken)
    {
        using var turn = await turns.ToHoldAsync(cancellationToken);
        var (body, problem) = await UploadBody.ReadAsync(context.Request, settings.Limits.DirectBytes, cancellationToken);
        return body is null ? problem!.ToAnswer() : Answer(await intake.TakeAsync(context.Brand(), body.Content, name ?? body.Name, cancellationToken));
    }

    private static async Task<IResult> ReadAsync(string id, HttpContext context, MediaLibrary library, CancellationToken cancellationToken) =>
        await library.FindAsync(context.Brand(), id, cancellationToken) is { } media ? TypedResults.Ok(media) : NoMedia(context, id);

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, MediaLibrary library, CancellationToken cancellationToken) =>
        await library.RemoveAsync(context.Brand(), id, cancellationToken) ? TypedResults.NoContent() : NoMedia(context, id);

    private static ProblemHttpResult NoMedia(HttpContext context, string id) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound, title: "There is no such file.", detail: $"The brand '{context.Brand()}' has no file '{id}'.");
}
