using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SiteBuilder.Media.Storage;
using SiteBuilder.Media.Uploads;
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
        library.MapGet("/", ListAsync);
        library.MapPost("/", UploadAsync);
        library.MapGet("/{id}", ReadAsync);
        library.MapDelete("/{id}", DeleteAsync);
        library.MapPost("/uploads", SignedUploads.BeginAsync);
        library.MapPost("/uploads/{upload:guid}", SignedUploads.CompleteAsync);
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
