using System.Text.Json;
using SiteBuilder.Media.Storage;
using SiteBuilder.Media.Types;
using SiteBuilder.Media.Uploads;
using SiteBuilder.ObjectStore;
using SiteBuilder.ServiceDefaults.Input;

namespace SiteBuilder.Media.Http;

/// <summary>Large files: the browser writes them to the object store by a signed URL, and Media looks at them there.</summary>
internal static class SignedUploads
{
    private const string Expected = "an object with 'type' and 'bytes'";

    public static Task<IResult> BeginAsync(HttpContext context, Bucket bucket, MediaSettings settings, TimeProvider clock) =>
        InputBody.ReadAsync(context, Expected, async body =>
        {
            if (!bucket.IsPublic)
            {
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status501NotImplemented,
                    title: "The object store of this environment is not reachable from outside.",
                    detail: $"Send the file itself to /api/media; {settings.Limits.DirectBytes} bytes are the most.");
            }

            if (Type(body, settings.Limits, out var problems) is not { } type)
            {
                return problems.ToAnswer("No upload was begun");
            }

            var upload = Guid.NewGuid();
            var until = clock.GetUtcNow() + settings.Limits.SignedFor;
            var url = await bucket.PresignPutAsync(MediaKeys.Incoming(context.Brand(), upload), type.Name, until);
            return TypedResults.Ok(new SignedUpload(
                HttpMethods.Put, url.AbsoluteUri, new Dictionary<string, string> { ["Content-Type"] = type.Name }, until, $"/api/media/uploads/{upload:n}"));
        });

    public static async Task<IResult> CompleteAsync(
        Guid upload, HttpContext context, Bucket bucket, MediaIntake intake, UploadTurns turns, MediaSettings settings, string? name, CancellationToken cancellationToken)
    {
        using var turn = await turns.ToHoldAsync(cancellationToken);
        var key = MediaKeys.Incoming(context.Brand(), upload);
        byte[]? content;
        using (var arrived = await bucket.GetAsync(key, null, cancellationToken))
        {
            if (arrived is null)
            {
                return TypedResults.Problem(
                    statusCode: StatusCodes.Status404NotFound,
                    title: "Nothing has arrived.",
                    detail: "Send the file to the signed URL first; what is not completed within a day is removed.");
            }

            content = await UploadBody.ReadAsync(arrived.Content, arrived.Object.Length, settings.Limits.LargestBytes, cancellationToken);
        }

        var result = content is null
            ? new IntakeResult(null, IsNew: false, UploadProblem.TooLarge(settings.Limits.LargestBytes))
            : await intake.TakeAsync(context.Brand(), content, name, cancellationToken);
        // a name can be set right and the same upload completed again
        if (result.Problem is not { Field: not UploadProblem.File })
        {
            await bucket.DeleteAsync(key, cancellationToken);
        }

        return LibraryEndpoints.Answer(result);
    }

    private static MediaType? Type(JsonElement json, MediaLimits limits, out InputProblems problems)
    {
        problems = new InputProblems();
        if (InputObject.Of(json, Expected, problems) is not { } body)
        {
            return null;
        }

        body.Knows("type", "bytes");
        body.Number("bytes", 1, limits.LargestBytes);
        var name = body.Text("type", 64);
        var type = MediaTypes.OfName(name);
        if (type is null && name.Length > 0)
        {
            body.Report("type", $"is '{name}'; use {string.Join(", ", MediaTypes.All.Select(known => $"'{known.Name}'"))}");
        }

        return problems.None ? type : null;
    }
}
