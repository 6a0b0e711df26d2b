using SiteBuilder.Rendering;
using SiteBuilder.Rendering.Content;
using SiteBuilder.Storefront.Editor.Sessions;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor;

/// <summary>A request for a page of the editor: at which brand, and by whom.</summary>
/// <param name="Context">The request.</param>
/// <param name="Main">What is published at the brand's address.</param>
/// <param name="Session">The user; null where nobody is signed in.</param>
internal sealed record EditorVisit(HttpContext Context, SiteAnswer Main, EditorSession? Session)
{
    private static readonly object Key = new();

    /// <summary>Whether the user may write.</summary>
    public bool MayWrite => Session?.Claims.MayWrite == true;

    /// <summary>The visit that the editor's filter has found.</summary>
    public static EditorVisit Of(HttpContext context) => (EditorVisit)context.Items[Key]!;

    /// <summary>Makes it known to the endpoint.</summary>
    public void Keep() => Context.Items[Key] = this;

    /// <summary>A document of the editor.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="status">The status.</param>
    /// <param name="shown">The site whose look a preview in it has; null where there is none.</param>
    public IResult Page(string title, Html content, int status = StatusCodes.Status200OK, SiteBrand? shown = null) =>
        new EditorAnswer(status, EditorDocument.Of(Main.Brand, Session, title, content), shown);

    /// <summary>A document that says one thing in words.</summary>
    public IResult Notice(int status, string title, string words, string path = "/edit", string where = "Go to the pages") =>
        Page(title, NoticePage.Of(title, words, path, where), status);

    /// <summary>The answer for users who may read only.</summary>
    public IResult ReadOnly() => Notice(StatusCodes.Status403Forbidden, "You may read, but not write", "Ask an owner of the brand for the role 'editor'. Nothing was changed.");
}
