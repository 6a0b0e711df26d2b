using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Http;

/// <summary>The schemas of the kinds as OpenAPI v2 and v3: what kubectl apply, explain and its validation read.</summary>
internal sealed class OpenApi(KindTable kinds)
{
    /// <summary>False where the path is none of OpenAPI.</summary>
    public async Task<bool> TryAsync(HttpContext context, string[] segments)
    {
        switch (segments)
        {
            case ["openapi", "v3"]:
                // JSON under this name, as a real server sends it
                await Answer.Json(context, 200, Index(), "text/plain; charset=utf-8");
                return true;
            case ["openapi", "v3", .. var plain] when Others().FirstOrDefault(o => o.Path == string.Join('/', plain)) is { Path: not null } other:
                await Answer.Json(context, 200, OpenApiDocument.Plain($"/{other.Path}", other.Answers));
                return true;
            case ["openapi", "v3", .. var path]:
                var (group, version) = path switch { ["api", var v] => ("", v), ["apis", var g, var v] => (g, v), _ => ("?", "") };
                var served = kinds.All.Where(k => k.Group == group && k.Version == version).ToList();
                if (served.Count == 0) return false;
                await Answer.Json(context, 200, OpenApiDocument.V3(served));
                return true;
            case ["openapi", "v2"]:
                MediaType.Choose(context);
                await Answer.Json(context, 200, OpenApiDocument.V2([.. kinds.All]));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The paths that /. answers with.</summary>
    public static JsonObject Paths(KindTable kinds)
    {
        var paths = new List<string> { "/api", "/api/v1", "/apis", "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/version" };
        foreach (var (group, version) in kinds.Versions.Where(v => v.Group.Length > 0)) paths.AddRange([$"/apis/{group}", $"/apis/{group}/{version}"]);
        return new JsonObject { ["paths"] = new JsonArray([.. paths.Distinct().Order(StringComparer.Ordinal).Select(p => JsonValue.Create(p))]) };
    }

    /// <summary>Paths that are no objects of a kind, and what they answer with.</summary>
    private IEnumerable<(string Path, string Answers)> Others() =>
    [
        ("api", "APIVersions"), ("apis", "APIGroupList"), ("version", "Info"), (".well-known/openid-configuration", "string"), ("openid/v1/jwks", "string"),
        .. kinds.Versions.Where(v => v.Group.Length > 0).Select(v => ($"apis/{v.Group}", "APIGroup")).Distinct(),
    ];

    private JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var (path, answers) in Others())
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Hash(answers)}" };
        }
        foreach (var (group, version) in kinds.Versions)
        {
            var path = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
            var served = kinds.All.Where(k => k.Group == group && k.Version == version);
            var hash = Hash(string.Join('\n', served.Select(k => $"{k.Kind} {k.Custom?.ToJsonString()}")));
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={hash}" };
        }
        return new JsonObject { ["paths"] = paths };
    }

    // kubectl keeps a document for as long as its hash stays, so another build of the sandbox has others
    private static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{typeof(OpenApi).Module.ModuleVersionId} {text}")));
}
