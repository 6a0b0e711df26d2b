using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>Says which groups, versions and kinds are served, in the old form and the aggregated one.</summary>
internal sealed class Discovery(KindTable kinds, ApiOptions options)
{
    private const string Aggregated = "APIGroupDiscoveryList";

    public static readonly JsonObject Version = new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.0+sitebuilder-sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };

    /// <summary>False where the path is none of discovery.</summary>
    public async Task<bool> TryAsync(HttpContext context, string[] segments)
    {
        var body = segments switch
        {
            ["api"] => Wants(context) ? Aggregate(core: true) : Core(),
            ["apis"] => Wants(context) ? Aggregate(core: false) : Groups(),
            ["api", "v1"] => Resources("", "v1"),
            ["api", _] => throw Refusal.NoSuchResource(),
            ["apis", var group] => Versions(group).Any() ? Group(group, withType: true) : null,
            ["apis", var group, var version] => Resources(group, version) ?? (Versions(group).Any() ? throw Refusal.NoSuchResource() : null),
            _ => null,
        };
        if (body is null) return false;
        var aggregated = segments.Length == 1 && Wants(context);
        if (!aggregated) MediaType.Choose(context, Aggregated);
        if (aggregated) await Tagged(context, JsonText.Utf8(body));
        else await Answer.Json(context, 200, body);
        return true;
    }

    /// <summary>The one answer that clients keep: they get it again only where it has changed.</summary>
    private static async Task Tagged(HttpContext context, byte[] body)
    {
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(body))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.CacheControl = "public";
        if (context.Request.Headers.IfNoneMatch == tag) context.Response.StatusCode = 304;
        else await Answer.Bytes(context, 200, body, $"application/json;g=apidiscovery.k8s.io;v=v2;as={Aggregated}");
    }

    private static bool Wants(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("g=apidiscovery.k8s.io;v=v2;as=" + Aggregated, StringComparison.Ordinal)
        || MediaType.Choose(context, Aggregated) is { As: Aggregated, Version: "v2" };

    private JsonObject Core() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = options.Address }),
    };

    private JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. kinds.Versions.Select(v => v.Group).Where(g => g.Length > 0).Distinct().Select(g => Group(g, withType: false))]),
    };

    private JsonObject Group(string group, bool withType)
    {
        var versions = Versions(group).Select(v => new JsonObject { ["groupVersion"] = $"{group}/{v}", ["version"] = v }).ToArray();
        var result = withType ? new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" } : [];
        result["name"] = group;
        result["versions"] = new JsonArray([.. versions]);
        result["preferredVersion"] = versions[0].DeepClone();
        return result;
    }

    private JsonObject? Resources(string group, string version)
    {
        var served = Served(group, version);
        if (served.Count == 0) return null;
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0) list["apiVersion"] = "v1";
        list["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        list["resources"] = new JsonArray([.. served.SelectMany(Resource)]);
        return list;
    }

    private static IEnumerable<JsonObject> Resource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Verbs(kind),
        };
        if (kind.ShortNames.Count > 0) resource["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0) resource["categories"] = Texts(kind.Categories);
        if (kind.Verbs.Contains("list") && kind.Verbs.Contains("watch")) resource["storageVersionHash"] = Hash(kind);
        yield return resource;
        foreach (var name in kind.Subresources)
        {
            var (group, version, subKind, verbs) = Subresource(kind, name);
            var entry = new JsonObject { ["name"] = $"{kind.Plural}/{name}", ["singularName"] = "", ["namespaced"] = kind.Namespaced };
            if (version.Length > 0)
            {
                entry["group"] = group;
                entry["version"] = version;
            }
            entry["kind"] = subKind;
            entry["verbs"] = verbs;
            yield return entry;
        }
    }

    private JsonObject Aggregate(bool core) => new()
    {
        ["kind"] = Aggregated,
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. kinds.Versions.Select(v => v.Group).Distinct().Where(g => (g.Length == 0) == core).Select(AggregatedGroup)]),
    };

    private JsonObject AggregatedGroup(string group) => new()
    {
        ["metadata"] = group.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group },
        ["versions"] = new JsonArray([.. Versions(group).Select(version => new JsonObject
        {
            ["version"] = version,
            ["resources"] = new JsonArray([.. Served(group, version).Select(AggregatedResource)]),
            ["freshness"] = "Current",
        })]),
    };

    private static JsonObject AggregatedResource(ResourceKind kind)
    {
        static JsonObject Response(string group, string version, string name) => new() { ["group"] = group, ["version"] = version, ["kind"] = name };
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = kind.IsCustom ? Response(kind.Group, kind.Version, kind.Kind) : Response("", "", kind.Kind),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Verbs(kind),
        };
        if (kind.ShortNames.Count > 0) resource["shortNames"] = Texts(kind.ShortNames);
        if (kind.Categories.Count > 0) resource["categories"] = Texts(kind.Categories);
        if (kind.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. kind.Subresources.Select(name =>
            {
                var (group, version, subKind, verbs) = Subresource(kind, name);
                return new JsonObject { ["subresource"] = name, ["responseKind"] = Response(group, version, subKind), ["verbs"] = verbs };
            })]);
        }
        return resource;
    }

    private static (string Group, string Version, string Kind, JsonArray Verbs) Subresource(ResourceKind kind, string name) => name switch
    {
        "scale" => ("autoscaling", "v1", "Scale", new JsonArray("get", "patch", "update")),
        "eviction" => ("policy", "v1", "Eviction", new JsonArray("create")),
        "token" => ("authentication.k8s.io", "v1", "TokenRequest", new JsonArray("create")),
        "exec" => ("", "", "PodExecOptions", new JsonArray("create", "get")),
        "attach" => ("", "", "PodAttachOptions", new JsonArray("create", "get")),
        "portforward" => ("", "", "PodPortForwardOptions", new JsonArray("create", "get")),
        "binding" => ("", "", "Binding", new JsonArray("create")),
        "proxy" => ("", "", $"{kind.Kind}ProxyOptions", new JsonArray("create", "delete", "get", "patch", "update")),
        "log" => ("", "", "Pod", new JsonArray("get")),
        "finalize" => ("", "", kind.Kind, new JsonArray("update")),
        _ => ("", "", kind.Kind, new JsonArray("get", "patch", "update")),
    };

    private IEnumerable<string> Versions(string group) => kinds.Versions.Where(v => v.Group == group).Select(v => v.Version);

    private List<ResourceKind> Served(string group, string version) =>
        [.. kinds.All.Where(k => k.Group == group && k.Version == version).OrderBy(k => k.Plural, StringComparer.Ordinal)];

    private static JsonArray Verbs(ResourceKind kind) =>
        kind.IsCustom ? new JsonArray("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch") : Texts(kind.Verbs);

    /// <summary>Tells clients when the stored form of a kind changes.</summary>
    private static string Hash(ResourceKind kind) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind.Group}/{kind.Version}/{kind.Kind}")).AsSpan(0, 8));

    private static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
}
