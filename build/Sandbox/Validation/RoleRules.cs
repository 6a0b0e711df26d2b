using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Roles and their bindings, in a namespace and in the cluster.</summary>
internal static class RoleRules
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void Role(JsonObject obj, JsonObject? old, List<Cause> causes) => Rules(obj, inNamespace: true, causes);

    public static void ClusterRole(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        Rules(obj, inNamespace: false, causes);
        if (obj.Object("aggregationRule") is not { } aggregation) return;
        const string path = "aggregationRule.clusterRoleSelectors";
        var selectors = aggregation.Objects("clusterRoleSelectors").ToList();
        if (selectors.Count == 0) causes.Add(Cause.Required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
        for (var i = 0; i < selectors.Count; i++)
        {
            if (!SelectorRules.Check(selectors[i], $"{path}[{i}]", causes)) causes.Add(Cause.Invalid($"{path}[{i}]", null, "invalid label selector."));
        }
    }

    public static void Binding(JsonObject obj, JsonObject? old, List<Cause> causes) => Binding(obj, old, inNamespace: true, causes);

    public static void ClusterBinding(JsonObject obj, JsonObject? old, List<Cause> causes) => Binding(obj, old, inNamespace: false, causes);

    private static void Rules(JsonObject obj, bool inNamespace, List<Cause> causes)
    {
        var at = 0;
        foreach (var rule in obj.Objects("rules"))
        {
            var path = $"rules[{at++}]";
            if (!rule.Texts("verbs").Any()) causes.Add(Cause.Required($"{path}.verbs", "verbs must contain at least one value"));
            if (rule.Texts("nonResourceURLs").Any())
            {
                if (inNamespace) causes.Add(Cause.Invalid($"{path}.nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs"));
                if (rule.Texts("apiGroups").Any() || rule.Texts("resources").Any() || rule.Texts("resourceNames").Any())
                {
                    causes.Add(Cause.Invalid($"{path}.nonResourceURLs", rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs"));
                }
                continue;
            }
            if (!rule.Texts("apiGroups").Any()) causes.Add(Cause.Required($"{path}.apiGroups", "resource rules must supply at least one api group"));
            if (!rule.Texts("resources").Any()) causes.Add(Cause.Required($"{path}.resources", "resource rules must supply at least one resource"));
        }
    }

    private static void Binding(JsonObject obj, JsonObject? old, bool inNamespace, List<Cause> causes)
    {
        var role = obj["roleRef"];
        if (role.Text("apiGroup") != Group) causes.Add(Cause.NotSupported("roleRef.apiGroup", role.Text("apiGroup") ?? "", [Group]));
        string[] kinds = inNamespace ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (!kinds.Contains(role.Text("kind"))) causes.Add(Cause.NotSupported("roleRef.kind", role.Text("kind") ?? "", kinds));
        causes.AddRequiredName("roleRef.name", role.Text("name"), Names.PathSegment);
        var at = 0;
        foreach (var subject in obj.Objects("subjects")) Subject(subject, inNamespace, $"subjects[{at++}]", causes);
        if (old is null || JsonAccess.Same(role, old["roleRef"])) return;
        var shown = new JsonObject { ["APIGroup"] = role.Text("apiGroup"), ["Kind"] = role.Text("kind"), ["Name"] = role.Text("name") };
        causes.Add(Cause.Invalid("roleRef", shown, "cannot change roleRef"));
    }

    private static void Subject(JsonObject subject, bool inNamespace, string path, List<Cause> causes)
    {
        var (name, group) = (subject.Text("name") ?? "", subject.Text("apiGroup") ?? "");
        if (name.Length == 0) causes.Add(Cause.Required($"{path}.name"));
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (name.Length > 0) causes.AddInvalid($"{path}.name", name, Names.Subdomain(name));
                if (group.Length > 0) causes.Add(Cause.NotSupported($"{path}.apiGroup", group, [""]));
                if (!inNamespace && subject.Text("namespace") is null or "") causes.Add(Cause.Required($"{path}.namespace"));
                break;
            case "User" or "Group":
                if (group != Group) causes.Add(Cause.NotSupported($"{path}.apiGroup", group, [Group]));
                break;
            default:
                causes.Add(Cause.NotSupported($"{path}.kind", subject.Text("kind") ?? "", ["ServiceAccount", "User", "Group"]));
                break;
        }
    }
}
