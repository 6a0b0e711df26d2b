using Microsoft.AspNetCore.Mvc;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>The brand's pictures. The body of an upload is the file itself and passes through as it comes.</summary>
internal static class MediaEndpoints
{
    // Media knows its own limit, and says it
    private const int MaxBytes = 32 * 1024 * 1024;

    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/media", ShowAsync);
        routes.MapPost("/media", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBytes));
    }

    private static Task<IResult> ShowAsync(string? after, HttpContext context, SitesApi api) => AnswerAsync(EditorVisit.Of(context), api, after, null, hasFailed: false, StatusCodes.Status200OK);

    private static async Task<IResult> UploadAsync(string? name, HttpContext context, SitesApi api)
    {
        var visit = EditorVisit.Of(context);
        if (!visit.MayWrite)
        {
            return visit.ReadOnly();
        }

        var answer = await api.UploadAsync(visit, name ?? "", context.Request.Body);
        var problem = answer.Errors.Count > 0 ? $"The picture was not kept: {string.Join(' ', answer.Errors.Select(error => $"{error.Key} {error.Value}."))}" : answer.Problem;
        return await AnswerAsync(visit, api, null, answer.IsGood ? "The picture is here now; choose it from the list." : problem, !answer.IsGood, answer.IsGood ? StatusCodes.Status200OK : answer.Status);
    }

    private static async Task<IResult> AnswerAsync(EditorVisit visit, SitesApi api, string? after, string? said, bool hasFailed, int status) =>
        visit.Page("Pictures", MediaPage.Of(await api.MediaAsync(visit, after), visit.MayWrite, said, hasFailed), status);
}
