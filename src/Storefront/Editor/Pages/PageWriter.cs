using System.Text.Json.Nodes;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Drafts;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>Does what a button of the desk says. Whatever goes wrong, what the user has written comes back with the answer.</summary>
internal sealed class PageWriter(SitesApi api)
{
    /// <param name="visit">The user.</param>
    /// <param name="page">The page as the user has it.</param>
    /// <param name="stored">The page as it is saved; null where it is gone.</param>
    /// <param name="action">The button.</param>
    /// <param name="theirs">The version of somebody else that the user has decided about.</param>
    public Task<PageOutcome> DoAsync(EditorVisit visit, PageForm page, StoredPage? stored, string action, int? theirs) => action switch
    {
        "save" => SaveAsync(visit, page, stored, "saved"),
        "save-mine" => SaveAsync(visit, page with { Seen = theirs }, stored, "saved"),
        "publish" => SaveAsync(visit, page, stored, "published"),
        PageOutcome.Removed => RemoveAsync(visit, page),
        "unpublish" => ShowAsync(visit, page, "unpublish", page.Seen, "unpublished"),
        _ => Task.FromResult(Change(page, action)),
    };

    private static PageOutcome Change(PageForm page, string action) => DraftChange.Apply(page.Draft, action) is { } change
        ? new PageOutcome(null, page with { IsChanged = true, Said = change.Said, Focus = change.Focus })
        : new PageOutcome(null, page with { IsChanged = true, HasFailed = true, Said = "That cannot be done here. Nothing was changed." }, StatusCodes.Status400BadRequest);

    private async Task<PageOutcome> SaveAsync(EditorVisit visit, PageForm page, StoredPage? stored, string done)
    {
        // what is saved already needs no version of its own
        if (stored is not null && stored.Version == page.Seen && JsonNode.DeepEquals(stored.Content, page.Draft))
        {
            return done == "published" ? await ShowAsync(visit, page, "publish", page.Seen, done) : new PageOutcome(done);
        }

        var answer = await api.WritePageAsync(visit, page.Site, page.Slug, page.Draft, page.Seen);
        if (!answer.IsGood)
        {
            return await FailedAsync(visit, page, answer);
        }

        page = page with { Seen = StoredPage.Of(answer).Version };
        return done == "published" ? await ShowAsync(visit, page, "publish", page.Seen, done) : new PageOutcome(done);
    }

    private async Task<PageOutcome> ShowAsync(EditorVisit visit, PageForm page, string what, int? seen, string done)
    {
        var answer = await api.ChangePageAsync(visit, page.Site, page.Slug, what, seen);
        return answer.IsGood ? new PageOutcome(done) : await FailedAsync(visit, page, answer);
    }

    private async Task<PageOutcome> RemoveAsync(EditorVisit visit, PageForm page)
    {
        var answer = await api.RemovePageAsync(visit, page.Site, page.Slug, page.Seen);
        return answer.IsGood ? new PageOutcome(PageOutcome.Removed) : await FailedAsync(visit, page, answer);
    }

    private async Task<PageOutcome> FailedAsync(EditorVisit visit, PageForm page, ApiAnswer answer)
    {
        var failed = page with { IsChanged = true, HasFailed = true, Said = answer.Problem, Focus = "problems" };
        switch (answer.Status)
        {
            case StatusCodes.Status412PreconditionFailed:
                var now = await api.ReadPageAsync(visit, page.Site, page.Slug);
                return new PageOutcome(null, failed with { Said = "Not saved: somebody else changed the page meanwhile. What you have written is still here.", Conflict = new Conflict(now.IsGood ? StoredPage.Of(now).Version : null) }, StatusCodes.Status409Conflict);
            case StatusCodes.Status400BadRequest when answer.Errors.Count > 0:
                return new PageOutcome(null, failed with { Said = "Not saved. Please look at these fields:", Look = failed.Look with { Errors = answer.Errors } }, StatusCodes.Status400BadRequest);
            default:
                return new PageOutcome(null, failed, answer.Status);
        }
    }
}
