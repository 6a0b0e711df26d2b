using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Which requests an admission policy speaks of.</summary>
internal static class MatchRules
{
    /// <summary>Subresources that are served, or written by ourselves, and about which policies are not asked here.</summary>
    private static readonly HashSet<string> Unasked = new(StringComparer.Ordinal)
    {
        "scale", "binding", "eviction", "exec", "portforward", "log", "token",
    };

    public static void Check(JsonObject match, string path, List<Cause> causes)
    {
        causes.AddUnlessOneOf($"{path}.matchPolicy", match.Text("matchPolicy"), "Equivalent", "Exact");
        foreach (var selector in (ReadOnlySpan<string>)["namespaceSelector", "objectSelector"]) SelectorRules.Check(match.Object(selector), $"{path}.{selector}", causes);
        foreach (var list in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            var at = 0;
            foreach (var rule in match.Objects(list)) Rule(rule, $"{path}.{list}[{at++}]", causes);
        }
    }

    private static void Rule(JsonObject rule, string path, List<Cause> causes)
    {
        var names = rule.Texts("resourceNames").ToList();
        for (var i = 0; i < names.Count; i++)
        {
            causes.AddInvalid($"{path}.resourceNames[{i}]", names[i], Names.PathSegment(names[i]));
            if (names.IndexOf(names[i]) < i) causes.Add(Cause.Duplicate($"{path}.resourceNames[{i}]", names[i]));
        }
        List(rule, "operations", "operations", path, causes);
        var operations = rule.Texts("operations").ToList();
        for (var i = 0; i < operations.Count; i++) causes.AddUnlessOneOf($"{path}.operations[{i}]", operations[i], "*", "CONNECT", "CREATE", "DELETE", "UPDATE");
        List(rule, "apiGroups", "API groups", path, causes);
        List(rule, "apiVersions", "API versions", path, causes);
        var versions = rule.Texts("apiVersions").ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i].Length == 0) causes.Add(Cause.Required($"{path}.apiVersions[{i}]"));
        }
        Resources(rule, $"{path}.resources", causes);
        causes.AddUnlessOneOf($"{path}.scope", rule.Text("scope"), "*", "Cluster", "Namespaced");
        Unsupported(rule);
    }

    private static void List(JsonObject rule, string field, string what, string path, List<Cause> causes)
    {
        var values = rule.Texts(field).ToList();
        if (values.Count == 0) causes.Add(Cause.Required($"{path}.{field}"));
        if (values.Count > 1 && values.Contains("*")) causes.Add(Cause.Invalid($"{path}.{field}", rule[field], $"if '*' is present, must not specify other {what}"));
    }

    private static void Resources(JsonObject rule, string path, List<Cause> causes)
    {
        var resources = rule.Texts("resources").ToList();
        if (resources.Count == 0) causes.Add(Cause.Required(path));
        var plain = false;
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i].Length == 0)
            {
                causes.Add(Cause.Required($"{path}[{i}]"));
                continue;
            }
            if (resources[i].Split('/', 2) is not [var resource, var sub])
            {
                plain = resources[i] != "*";
                continue;
            }
            var before = resources.Take(i).ToList();
            if (before.Contains($"{resource}/*")) causes.Add(Cause.Invalid($"{path}[{i}]", resources[i], $"if '{resource}/*' is present, must not specify {resources[i]}"));
            if (before.Contains($"*/{sub}")) causes.Add(Cause.Invalid($"{path}[{i}]", resources[i], $"if '*/{sub}' is present, must not specify {resources[i]}"));
        }
        if (resources.Count > 1 && resources.Contains("*/*")) causes.Add(Cause.Invalid(path, rule["resources"], "if '*/*' is present, must not specify other resources"));
        if (resources.Contains("*") && plain) causes.Add(Cause.Invalid(path, rule["resources"], "if '*' is present, must not specify other resources without subresources"));
    }

    /// <summary>A rule that could never be asked is refused.</summary>
    private static void Unsupported(JsonObject rule)
    {
        if (rule.Texts("operations").Contains("CONNECT")) throw Refusal.NotImplemented("admission policies for the operation CONNECT");
        if (rule.Texts("resources").FirstOrDefault(r => r.Split('/') is [_, var sub] && Unasked.Contains(sub)) is { } resource) throw Refusal.NotImplemented($"admission policies for {resource}");
    }
}
