using System.Text.Json;

namespace SiteBuilder.Gateway.Tests.Isolation;

/// <summary>Makes requests to the whole API by chance: good ones, and such as somebody would try who is after another brand.</summary>
internal sealed class AnyCalls(Random random, IReadOnlyList<BrandSide> brands, string editorToken)
{
    /// <summary>Who holds the token of a brand's owner.</summary>
    public const string Owner = "the owner";

    private static readonly string[] Slugs = ["home", "about", "plans", "team"];
    private static readonly string[] Tricks = ["X-Forwarded-Host", "X-Original-Host", "X-Host", "X-Brand", "X-Forwarded-Server", "X-Original-URL", "X-Rewrite-URL"];

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

        if (path.StartsWith("/api/pages/", StringComparison.Ordinal) && random.Next(4) > 0)
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

    private (string Method, string Path, string? Body) Request(BrandSide at) => random.Next(20) switch
    {
        <= 1 => ("GET", "/api/pages", null),
        <= 5 => ("GET", $"/api/pages/{One(Slugs)}", null),
        <= 8 => ("PUT", $"/api/pages/{One(Slugs)}", Json(new { title = $"{at.Marker} {random.Next(100)}", blocks = new[] { new { type = "text", text = at.Marker } } })),
        9 => ("POST", $"/api/pages/{One(Slugs)}/publish", null),
        10 => ("DELETE", $"/api/pages/{One(Slugs)}", null),
        11 or 12 => ("GET", "/api/auth/users", null),
        13 => ("PUT", $"/api/auth/users/{One(One(brands).Users)}", Json(new { role = One(["viewer", "editor", "owner"]) })),
        14 or 15 => ("POST", "/api/auth/refresh", Json(new { refresh_token = One(One(brands).RefreshTokens) })),
        16 => ("POST", "/api/auth/logout", Json(new { refresh_token = One(One(brands).RefreshTokens) })),
        17 => ("POST", "/api/auth/login", Json(new { email = One(One(brands).Addresses), password = One(["correct horse battery", "a wrong password"]) })),
        18 => ("POST", "/api/auth/register", Json(new { email = $"u{random.Next(20)}-{at.Marker}@example.org", password = "correct horse battery" })),
        _ => ("GET", One(
        [
            $"/api/../internal/published?host={Other(at).Hosts[0]}&path=/about",
            $"/api/%252e%252e/internal/published?host={Other(at).Hosts[0]}&path=/about",
            $"/internal/published?host={Other(at).Hosts[0]}&path=/about",
            $"http://{Other(at).Hosts[0]}/api/pages/about",
            $"/api/pages/about?brand={Other(at).Name}&host={Other(at).Hosts[0]}",
            $"/api/pages/..%2f..%2f{Other(at).Name}%2fabout",
        ]), null),
    };

    private BrandSide Other(BrandSide brand) => brands.First(other => other != brand);

    private T One<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
