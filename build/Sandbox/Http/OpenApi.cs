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
                await Answer.Json(context, 200, Index());
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

    private JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var (group, version) in kinds.Versions)
        {
            var path = group.Length == 0 ? $"api/{version}" : $"apis/{group}/{version}";
            var served = kinds.All.Where(k => k.Group == group && k.Version == version);
            var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', served.Select(k => $"{k.Kind} {k.Custom?.ToJsonString()}")))))[..32];
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={hash}" };
        }
        return new JsonObject { ["paths"] = paths };
    }
}
