namespace SiteBuilder.Storefront.Editor.Sessions;

/// <summary>
/// The user's tokens, kept by the browser alone, so that any process serves anybody. Scripts do not see them, other sites do not send them,
/// and only the paths of the editor get them. They end with the browser.
/// </summary>
internal static class EditorCookies
{
    public const string Access = "edit-access";
    public const string Refresh = "edit-refresh";

    public static void Keep(HttpContext context, string access, string refresh)
    {
        context.Response.Cookies.Append(Access, access, Options(context));
        context.Response.Cookies.Append(Refresh, refresh, Options(context));
    }

    public static void Drop(HttpContext context)
    {
        context.Response.Cookies.Delete(Access, Options(context));
        context.Response.Cookies.Delete(Refresh, Options(context));
    }

    // without a domain: the host that was asked, and none below it
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/edit",
    };
}
