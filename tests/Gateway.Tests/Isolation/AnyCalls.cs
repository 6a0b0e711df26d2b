using System.Text.Json;

namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>Makes requests to the whole API by chance: good ones, and such as somebody would try who is after another brand.</summary>
internal sealed class AnyCalls(Random random, IReadOnlyList<BrandSide> brands, string editorToken)
{
    /// <summary>Who holds the token of a brand's owner.</summary>
    public const string Owner = "the owner";

    private static readonly string[] Sites = ["main", "main", "shop"];
    private static readonly string[] Slugs = ["home", "about", "plans", "team"];
    private static readonly string[] Tricks = ["X-Forwarded-Host", "X-Original-Host", "X-Host", "X-Brand", "X-Forwarded-Server", "X-Original-URL", "X-Rewrite-URL"];

    /// <summary>A page of a brand, with a form that visitors may send.</summary>
    public static object PageOf(BrandSide brand, int number) => new
    {
        title = $"{brand.Marker} {number}",
        blocks = new object[]
        {
            new { type = "text", text = brand.Marker },
            new { type = "form", name = "ask", fields = new[] { new { name = "say", label = "Say", kind = "text", required = true } }, submit = "Send", thanks = brand.Marker },
        },
    };

    public AnyCall Next()
    {
        var at = One(brands);
        var (holder, of, token) = Token(at);
        var (method, path, body) = Request(at);
        List<(string, string)> headers = token is null ? [] : [("Authorization", $"Bearer {token}")];
        if (body is not null)
        {
            headers.Add(("Content-Type", "application/json"));
        }

        if (path.StartsWith("/api/sites/", StringComparison.Ordinal) && random.Next(4) > 0)
        {
            headers.Add(("If-Match", random.Next(3) == 0 ? $"\"{random.Next(1, 5)}\"" : "*"));
        }

        if (random.Next(4) == 0)
        {
            var name = One(Tricks);
            headers.Add((name, name.EndsWith("URL", StringComparison.Ordinal) ? "/internal/published?host=globex.test&path=/" : Other(at).Hosts[0]));
        }

        return new AnyCall(method, path, at, One(at.Hosts), holder, of, headers, body);
    }

    private (string Holder, BrandSide? Of, string? Token) Token(BrandSide at)
    {
        switch (random.Next(10))
        {
            case 0:
                return ("no token", null, null);
            case 1:
                return ("the editor token", null, editorToken);
            case 2 or 3:
                return (Owner, at, at.Tokens[Owner]);
            default:
                var of = One(brands);
                var (holder, token) = One([.. of.Tokens]);
                return (holder, of, token);
        }
    }

    private (string Method, string Path, string? Body) Request(BrandSide at)
    {
        var site = $"/api/sites/{One(Sites)}";
        var page = $"{site}/pages/{One(Slugs)}";
        return random.Next(30) switch
        {
            0 => ("GET", "/api/sites", null),
            1 => ("GET", site, null),
            2 => ("PUT", site, Json(new { title = at.Marker })),
            3 => ("DELETE", site, null),
            4 => ("GET", $"{site}/pages", null),
            <= 7 => ("GET", page, null),
            <= 10 => ("PUT", page, Json(PageOf(at, random.Next(100)))),
            11 => ("POST", $"{page}/publish", null),
            12 => ("POST", $"{page}/unpublish", null),
            13 => ("DELETE", page, null),
            14 => ("GET", $"{page}/versions", null),
            15 => ("GET", $"{page}/versions/{random.Next(1, 4)}", null),
            16 => ("POST", $"{page}/rollback", Json(new { version = random.Next(1, 4) })),
            17 => ("POST", $"{page}/forms/ask", Json(new { say = at.Marker })),
            18 => ("GET", $"{page}/forms/ask", null),
            <= 20 => ("GET", "/api/auth/users", null),
            21 => ("PUT", $"/api/auth/users/{One(One(brands).Users)}", Json(new { role = One(["viewer", "editor", "owner"]) })),
            <= 23 => ("POST", "/api/auth/refresh", Json(new { refresh_token = One(One(brands).RefreshTokens) })),
            24 => ("POST", "/api/auth/logout", Json(new { refresh_token = One(One(brands).RefreshTokens) })),
            25 => ("POST", "/api/auth/login", Json(new { email = One(One(brands).Addresses), password = One(["correct horse battery", "a wrong password"]) })),
            26 => ("POST", "/api/auth/register", Json(new { email = $"u{random.Next(20)}-{at.Marker}@example.org", password = "correct horse battery" })),
            _ => ("GET", Detour(Other(at)), null),
        };
    }

    private string Detour(BrandSide to) => One(
    [
        $"/api/../internal/published?host={to.Hosts[0]}&path=/about",
        $"/api/%252e%252e/internal/published?host={to.Hosts[0]}&path=/about",
        $"/internal/published?host={to.Hosts[0]}&path=/about",
        $"http://{to.Hosts[0]}/api/sites/main/pages/about",
        $"/api/sites/main/pages/about?brand={to.Name}&host={to.Hosts[0]}",
        $"/api/sites/..%2f..%2f{to.Name}/pages/about",
        $"/api/sites/{to.Name}/pages/about",
    ]);

    private BrandSide Other(BrandSide brand) => brands.First(other => other != brand);

    private T One<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
