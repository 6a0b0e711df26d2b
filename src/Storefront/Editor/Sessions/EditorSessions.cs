using System.Text.Json.Nodes;
using SiteBuilder.Storefront.Editor.Api;

namespace SiteBuilder.Storefront.Editor.Sessions;

/// <summary>Signs users in and out, and gets the next access token when one has expired.</summary>
internal sealed class EditorSessions(EditorApi api, TimeProvider clock)
{
    /// <summary>A token that expires so soon might be too old when it arrives.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>The request's user at a brand; null where nobody is signed in there.</summary>
    public async Task<EditorSession?> OpenAsync(HttpContext context, string brand)
    {
        var cookies = context.Request.Cookies;
        if (cookies[EditorCookies.Access] is { } token && AccessClaims.Read(token) is { } claims && claims.Brand == brand && claims.ExpiresAt - Margin > clock.GetUtcNow())
        {
            return new EditorSession(token, claims);
        }

        if (cookies[EditorCookies.Refresh] is not { Length: > 0 } refresh)
        {
            return null;
        }

        var answer = await AskAsync(context, "refresh", new JsonObject { ["refresh_token"] = refresh });
        return answer switch
        {
            { IsGood: true } => Begin(context, answer),
            { Status: StatusCodes.Status400BadRequest or StatusCodes.Status401Unauthorized } => null,
            _ => throw new ApiAwayException($"Auth answered {answer.Status} to a refresh"),
        };
    }

    /// <summary>Signs in: the session, or what was wrong.</summary>
    public async Task<(EditorSession? Session, ApiAnswer Answer)> SignInAsync(HttpContext context, string email, string password)
    {
        var answer = await AskAsync(context, "login", new JsonObject { ["email"] = email, ["password"] = password });
        return (answer.IsGood ? Begin(context, answer) : null, answer);
    }

    /// <summary>Ends the session here, and at Auth where it answers.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        EditorCookies.Drop(context);
        if (context.Request.Cookies[EditorCookies.Refresh] is { Length: > 0 } refresh)
        {
            await AskAsync(context, "logout", new JsonObject { ["refresh_token"] = refresh });
        }
    }

    private static EditorSession Begin(HttpContext context, ApiAnswer answer)
    {
        if ((string?)answer.Body?["access_token"] is not { } access || (string?)answer.Body["refresh_token"] is not { } refresh || AccessClaims.Read(access) is not { } claims)
        {
            throw new ApiAwayException("Auth answered without tokens");
        }

        EditorCookies.Keep(context, access, refresh);
        return new EditorSession(access, claims);
    }

    private Task<ApiAnswer> AskAsync(HttpContext context, string what, JsonObject body) =>
        api.SendAsync(context, new ApiRequest(HttpMethod.Post, $"api/auth/{what}") { Body = body });
}
