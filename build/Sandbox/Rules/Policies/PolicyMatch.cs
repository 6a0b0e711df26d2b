using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using ObjectSelector = SiteBuilder.Sandbox.Controllers.LabelSelector;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>Whether a policy or binding speaks of a request.</summary>
internal static class PolicyMatch
{
    /// <summary>The version in which the policy wants to see the object; null where it does not speak of the request.</summary>
    /// <param name="match">matchConstraints or matchResources; null matches everything.</param>
    public static string? Version(JsonObject? match, PolicyRequest request, KindTable kinds)
    {
        if (match is null) return request.Kind.Version;
        if (!OfNamespace(match["namespaceSelector"], request) || !OfObject(match["objectSelector"], request)) return null;
        if (ByRules(match.Objects("excludeResourceRules"), match, request, kinds) is not null) return null;
        var rules = match.Objects("resourceRules").ToList();
        return rules.Count == 0 ? request.Kind.Version : ByRules(rules, match, request, kinds);
    }

    public static bool Selects(JsonNode? selector, JsonObject? obj) => obj is not null && ObjectSelector.Matches(selector ?? new JsonObject(),
        (obj.Object("metadata", "labels") ?? []).ToDictionary(l => l.Key, l => l.Value?.ToString() ?? "", StringComparer.Ordinal));

    /// <summary>Objects without a namespace are not asked for one; a namespace has its own labels.</summary>
    private static bool OfNamespace(JsonNode? selector, PolicyRequest request)
    {
        if (request.Kind is { Kind: "Namespace", Group: "" }) return Selects(selector, request.Object ?? request.Old);
        return !request.Kind.Namespaced || request.NamespaceObject is null || Selects(selector, request.NamespaceObject);
    }

    private static bool OfObject(JsonNode? selector, PolicyRequest request) => Selects(selector, request.Object) || Selects(selector, request.Old);

    private static string? ByRules(IEnumerable<JsonObject> rules, JsonObject match, PolicyRequest request, KindTable kinds)
    {
        var all = rules.ToList();
        if (all.Exists(r => Holds(r, request, request.Kind.Version))) return request.Kind.Version;
        if (match.Text("matchPolicy") == "Exact" || !request.Kind.IsCustom) return null;
        // the same object in another version of its definition
        return kinds.All.Where(k => k.ObjectKind == request.Kind.ObjectKind && k.Version != request.Kind.Version).Select(k => k.Version).FirstOrDefault(v => all.Exists(r => Holds(r, request, v)));
    }

    private static bool Holds(JsonObject rule, PolicyRequest request, string version)
    {
        bool Has(string list, string value) => rule.Texts(list).Any(v => v == "*" || v == value);
        var names = rule.Texts("resourceNames").ToList();
        return Has("operations", request.Operation) && Has("apiGroups", request.Kind.Group) && Has("apiVersions", version)
            && rule.Text("scope") switch { "Namespaced" => request.Namespace.Length > 0, "Cluster" => request.Namespace.Length == 0, _ => true }
            && rule.Texts("resources").Any(r => IsResource(r, request))
            && (names.Count == 0 || names.Contains(request.Name));
    }

    private static bool IsResource(string resource, PolicyRequest request)
    {
        var parts = resource.Split('/', 2);
        return (parts[0] == "*" || parts[0] == request.Kind.Plural) && (parts.Length == 1 ? request.Subresource.Length == 0 : parts[1] == "*" || parts[1] == request.Subresource);
    }
}
