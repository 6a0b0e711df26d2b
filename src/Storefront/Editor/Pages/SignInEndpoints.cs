using SiteBuilder.ServiceDefaults.Http;
using SiteBuilder.Storefront.Editor.Sessions;
using SiteBuilder.Storefront.Editor.Views;

namespace SiteBuilder.Storefront.Editor.Pages;

/// <summary>Signing in and out.</summary>
internal static class SignInEndpoints
{
    // the same for a wrong password, an unknown address and a locked account
    private const string Wrong = "E-mail or password is wrong. After several wrong passwords an account is locked for a while.";
    private const string TooOften = "Too many attempts. Wait a minute and try again.";
    private const string Home = "/edit";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", Show).WithMetadata(EditorFilter.ForEverybody);
        routes.MapPost("/login", SignInAsync).WithMetadata(EditorFilter.ForEverybody);
        routes.MapPost("/logout", SignOutAsync).WithMetadata(EditorFilter.ForEverybody);
    }

    private static IResult Show(HttpContext context, string? next)
    {
        var visit = EditorVisit.Of(context);
        return visit.Session is null ? Form(visit, "", Target(next), null) : TypedResults.Redirect(Target(next));
    }

    private static async Task<IResult> SignInAsync(HttpContext context, EditorSessions sessions)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (email, next) = (form["email"].ToString().Trim(), Target(form["next"]));
        var (session, answer) = await sessions.SignInAsync(context, email, form["password"].ToString());
        return session is not null
            ? new SeeOther(next)
            : Form(EditorVisit.Of(context), email, next, answer.Status == StatusCodes.Status429TooManyRequests ? TooOften : Wrong);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, EditorSessions sessions)
    {
        await sessions.SignOutAsync(context);
        return new SeeOther("/edit/login");
    }

    private static IResult Form(EditorVisit visit, string email, string next, string? problem) => visit.Page(
        "Sign in", SignInPage.Of(visit.Main.Brand.Title, email, next, problem), problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    // nowhere but into the editor
    private static string Target(string? next) =>
        next is not null && next.StartsWith(Home + "/", StringComparison.Ordinal) && next.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-') ? next : Home;
}
