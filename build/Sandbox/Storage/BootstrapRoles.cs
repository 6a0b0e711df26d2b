using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>
/// The cluster roles and their bindings that every cluster has, as roles.json lists them: a rule is its verbs, groups (<c>core</c> is
/// the one without a name) and resources, or its verbs and paths.
/// </summary>
internal static class BootstrapRoles
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Aggregation = $"{Rbac}/aggregate-to-";

    public static IEnumerable<JsonObject> Read()
    {
        using var stream = typeof(BootstrapRoles).Assembly.GetManifestResourceStream("roles.json")
            ?? throw new InvalidOperationException("The sandbox was built without its resource roles.json.");
        var table = JsonNode.Parse(stream)!.AsObject();
        return [.. table.Object("roles")!.Select(r => Role(r.Key, r.Value!.AsObject())), .. table.Object("bindings")!.Select(b => Binding(b.Key, b.Value!.AsArray()))];
    }

    private static JsonObject Role(string name, JsonObject entry)
    {
        var role = Object("ClusterRole", name);
        if (entry.Text("joins") is { } other) role.Need("metadata").Need("labels")[$"{Aggregation}{other}"] = "true";
        if (entry.Text("gathers") is { } own)
        {
            role["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [$"{Aggregation}{own}"] = "true" } }),
            };
        }
        role["rules"] = entry.ContainsKey("rules") ? new JsonArray([.. entry.Texts("rules").Select(Rule)]) : null;
        return role;
    }

    private static JsonObject Rule(string text) => text.Split(' ') switch
    {
        [var verbs, var groups, var resources] => new() { ["verbs"] = Names(verbs), ["apiGroups"] = Names(groups), ["resources"] = Names(resources) },
        [var verbs, var paths] => new() { ["verbs"] = Names(verbs), ["nonResourceURLs"] = Names(paths) },
        _ => throw new InvalidOperationException($"No rule: {text}"),
    };

    private static JsonArray Names(string text) => [.. text.Split(',').Select(n => JsonValue.Create(n == "core" ? "" : n))];

    private static JsonObject Binding(string name, JsonArray groups)
    {
        var binding = Object("ClusterRoleBinding", name);
        binding["subjects"] = new JsonArray([.. groups.Select(g => new JsonObject { ["kind"] = "Group", ["apiGroup"] = Rbac, ["name"] = g!.GetValue<string>() })]);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Rbac, ["kind"] = "ClusterRole", ["name"] = name };
        return binding;
    }

    private static JsonObject Object(string kind, string name) => new()
    {
        ["apiVersion"] = $"{Rbac}/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
            ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
        },
    };
}
