using SiteBuilder.Rendering;
using SiteBuilder.ServiceDefaults.Metrics;
using SiteBuilder.Storefront.Editor.Api;
using SiteBuilder.Storefront.Editor.Sessions;
using SiteBuilder.Storefront.Editor.Views;
using SiteBuilder.Storefront.Serving;
using SiteBuilder.Storefront.Sites;

namespace SiteBuilder.Storefront.Editor;

/// <summary>Finds brand and user of a request, refuses writes from pages of other hosts, and says in words what is away.</summary>
internal sealed class EditorFilter(PageSource pages, EditorSessions sessions, ILogger<EditorFilter> logger) : IEndpointFilter
{
    /// <summary>Marks endpoints that need nobody to be signed in.</summary>
    public static readonly object ForEverybody = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        try
        {
            if (await pages.FindAsync(context.Request.Host.Host.ToLowerInvariant(), "/", context.RequestAborted) is not { } main)
            {
                return HtmlAnswer.Error(StatusCodes.Status404NotFound, SiteTemplate.NoSuchHost(context.Request.Host.Host), null);
            }

            context.SetBrand(main.Brand.Name);
            var visit = new EditorVisit(context, main, null);
            if (!HttpMethods.IsGet(context.Request.Method) && !SameOrigin.Sent(context.Request))
            {
                return visit.Notice(StatusCodes.Status403Forbidden, "Refused", "The request came from another site, or from a browser that does not say where from. Nothing was changed.");
            }

            return await AnswerAsync(visit, invocation, next);
        }
        catch (Exception away) when (away is ApiAwayException or SitesAwayException)
        {
            logger.LogWarning("{Reason}", away.Message);
            context.Response.Headers.RetryAfter = "5";
            const string title = "Back in a moment";
            return new EditorAnswer(StatusCodes.Status503ServiceUnavailable, EditorDocument.Of(null, null, title, NoticePage.Of(
                title, "A service that the editor needs does not answer. Nothing was changed, as far as is known; go back and try again in a few seconds.")), null);
        }
    }

    private async Task<object?> AnswerAsync(EditorVisit visit, EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = visit.Context;
        try
        {
            visit = visit with { Session = await sessions.OpenAsync(context, visit.Main.Brand.Name) };
            if (visit.Session is not null || context.GetEndpoint()!.Metadata.Contains(ForEverybody))
            {
                visit.Keep();
                return await next(invocation);
            }
        }
        catch (SignedOutException)
        {
            visit = visit with { Session = null };
        }

        EditorCookies.Drop(context);
        return HttpMethods.IsGet(context.Request.Method)
            ? TypedResults.Redirect($"/edit/login?next={Uri.EscapeDataString(context.Request.Path)}")
            : visit.Notice(
                StatusCodes.Status401Unauthorized, "You are signed out", "Nothing was saved. Sign in in another tab, come back to this page and save again.", "/edit/login", "Sign in");
    }
}
