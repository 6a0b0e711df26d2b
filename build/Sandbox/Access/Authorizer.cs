using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Access;

/// <summary>Decides by roles and their bindings who may do what.</summary>
internal sealed class Authorizer(IClusterObjects objects)
{
    private const string Rbac = "rbac.authorization.k8s.io";

    public bool Allows(User user, AccessRequest request) => Reason(user, request) is not null;

    /// <summary>Why someone may do this: empty for who may do everything, null for who may not.</summary>
    public string? Reason(User user, AccessRequest request)
    {
        if (user.IsAdministrator) return "";
        foreach (var (binding, subject, rules) in Granted(user, request.Namespace))
        {
            if (rules.Any(rule => Covers(rule, request))) return Reason(binding, subject);
        }
        return null;
    }

    /// <summary>The rules that hold for someone in a namespace.</summary>
    public IEnumerable<JsonObject> Rules(User user, string ns) => Granted(user, ns).SelectMany(g => g.Rules);

    private IEnumerable<(JsonObject Binding, JsonObject Subject, IEnumerable<JsonObject> Rules)> Granted(User user, string ns)
    {
        foreach (var binding in objects.List(new ObjectKind(Rbac, "ClusterRoleBinding")))
        {
            if (Subject(binding, user) is { } subject) yield return (binding, subject, RulesOf(binding, ""));
        }
        if (ns.Length == 0) yield break;
        foreach (var binding in objects.List(new ObjectKind(Rbac, "RoleBinding"), ns))
        {
            if (Subject(binding, user) is { } subject) yield return (binding, subject, RulesOf(binding, ns));
        }
    }

    private static string Reason(JsonObject binding, JsonObject subject)
    {
        var (kind, ns, role) = (binding.Text("kind"), binding.Text("metadata", "namespace"), binding.Text("roleRef", "name"));
        var name = ns is null ? binding.Text("metadata", "name") : $"{binding.Text("metadata", "name")}/{ns}";
        var to = subject.Text("kind") == "ServiceAccount" ? $"{subject.Text("name")}/{subject.Text("namespace") ?? ns}" : subject.Text("name");
        return $"RBAC: allowed by {kind} \"{name}\" of {binding.Text("roleRef", "kind")} \"{role}\" to {subject.Text("kind")} \"{to}\"";
    }

    private IEnumerable<JsonObject> RulesOf(JsonObject binding, string ns)
    {
        var name = binding.Text("roleRef", "name") ?? "";
        var role = binding.Text("roleRef", "kind") == "Role" ? new ObjectKey(new ObjectKind(Rbac, "Role"), ns, name) : new ObjectKey(new ObjectKind(Rbac, "ClusterRole"), "", name);
        return objects.Get(role).Objects("rules");
    }

    private static JsonObject? Subject(JsonObject binding, User user) => binding.Objects("subjects").FirstOrDefault(s => s.Text("kind") switch
    {
        "User" => s.Text("name") == user.Name,
        "Group" => user.Groups.Contains(s.Text("name") ?? ""),
        _ => user.Name == $"system:serviceaccount:{s.Text("namespace") ?? binding.Text("metadata", "namespace")}:{s.Text("name")}",
    });

    private static bool Covers(JsonObject rule, AccessRequest request)
    {
        if (!Has(rule, "verbs", request.Verb)) return false;
        if (request.Path.Length > 0) return rule.Texts("nonResourceURLs").Any(p => PathMatches(p, request.Path));
        return Has(rule, "apiGroups", request.Group)
            && rule.Texts("resources").Any(r => r == "*" || r == request.FullResource || (request.Subresource.Length > 0 && r == $"*/{request.Subresource}"))
            && (!rule.Texts("resourceNames").Any() || rule.Texts("resourceNames").Contains(request.Name));
    }

    private static bool Has(JsonObject rule, string field, string value) => rule.Texts(field).Any(v => v == "*" || v == value);

    private static bool PathMatches(string pattern, string path) =>
        pattern == "*" || pattern == path || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
