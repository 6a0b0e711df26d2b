using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>ResourceQuotas.</summary>
internal static class QuotaRules
{
    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    };

    private static readonly HashSet<string> OfPods = new(StringComparer.Ordinal) { "pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory" };

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        Hard(spec, "spec.hard", causes);
        Scopes(spec, causes);
        if (spec.Object("scopeSelector") is { } selector) Selector(spec, selector, causes);
        if (old is null || spec.Texts("scopes").ToHashSet().SetEquals(old["spec"].Texts("scopes"))) return;
        causes.Add(Cause.Invalid("spec.scopes", spec["scopes"], "field is immutable"));
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        if (old is not null || obj.Object("spec", "hard") is not { } hard) yield break;
        foreach (var resource in (string[])["cpu", "memory", "storage", "ephemeral-storage"])
        {
            var request = $"requests.{resource}";
            if (!hard.ContainsKey(request) && resource is "cpu" or "memory" && hard.ContainsKey(resource)) request = resource;
            if (AmountRules.Size(hard[request]) > AmountRules.Size(hard[$"limits.{resource}"]))
            {
                yield return $"ResourceQuota {request} ({hard.Text(request)}) should be less than limits.{resource} ({hard.Text($"limits.{resource}")})";
            }
        }
    }

    private static void Hard(JsonObject spec, string path, List<Cause> causes)
    {
        foreach (var (name, amount) in spec.Object("hard") ?? [])
        {
            var place = $"{path}[{name}]";
            ResourceRules.AnyName(name, place, causes);
            if (!name.Contains('/', StringComparison.Ordinal) && !IsQuotaResource(name)) causes.Add(Cause.Invalid(place, name, "must be a standard resource for quota"));
            if (AmountRules.Size(amount) is not { } size) continue;
            if (size < 0) causes.Add(Cause.Invalid(place, amount, "must be greater than or equal to 0"));
            if ((Counted.Contains(name) || ResourceRules.IsExtended(name)) && size % ResourceRules.Whole != 0) causes.Add(Cause.Invalid(place, amount, "must be an integer"));
        }
    }

    private static void Scopes(JsonObject spec, List<Cause> causes)
    {
        var scopes = spec.Texts("scopes").ToList();
        foreach (var scope in scopes)
        {
            if (!IsScope(scope)) causes.Add(Cause.Invalid("spec.scopes", spec["scopes"], "unsupported scope"));
            foreach (var _ in Beyond(spec, scope)) causes.Add(Cause.Invalid("spec.scopes", spec["scopes"], "unsupported scope applied to resource"));
        }
        Conflicts(scopes, spec, "spec.scopes", causes);
    }

    private static void Selector(JsonObject spec, JsonObject selector, List<Cause> causes)
    {
        const string path = "spec.scopeSelector.matchExpressions";
        var scopes = new List<string>();
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            var (scope, op) = (expression.Text("scopeName") ?? "", expression.Text("operator") ?? "");
            if (!IsScope(scope)) causes.Add(Cause.Invalid($"{path}.scopeName", scope, "unsupported scope"));
            foreach (var _ in Beyond(spec, scope)) causes.Add(Cause.Invalid(path, Shown(selector), "unsupported scope applied to resource"));
            if (scope is "BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "CrossNamespacePodAffinity" && op != "Exists")
            {
                causes.Add(Cause.Invalid($"{path}.operator", op, "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"));
            }
            switch (op)
            {
                case "In" or "NotIn":
                    if (!expression.Texts("values").Any()) causes.Add(Cause.Required($"{path}.values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
                    break;
                case "Exists" or "DoesNotExist":
                    if (expression.Texts("values").Any()) causes.Add(Cause.Invalid($"{path}.values", expression["values"], "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
                    break;
                default:
                    causes.Add(Cause.Invalid($"{path}.operator", op, "not a valid selector operator"));
                    break;
            }
            scopes.Add(scope);
        }
        Conflicts(scopes, spec, path, causes);
    }

    private static void Conflicts(List<string> scopes, JsonObject spec, string path, List<Cause> causes)
    {
        foreach (var (one, other) in ((string, string)[])[("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")])
        {
            if (scopes.Contains(one) && scopes.Contains(other)) causes.Add(Cause.Invalid(path, spec["scopes"], "conflicting scopes"));
        }
    }

    /// <summary>Limits of the quota that the scope does not narrow.</summary>
    private static IEnumerable<string> Beyond(JsonObject spec, string scope) => (spec.Object("hard") ?? []).Select(h => h.Key).Where(IsQuotaResource).Where(name => scope switch
    {
        "Terminating" or "NotTerminating" or "NotBestEffort" or "PriorityClass" or "CrossNamespacePodAffinity" => !OfPods.Contains(name),
        "BestEffort" => name != "pods",
        "VolumeAttributesClass" => name is not ("persistentvolumeclaims" or "requests.storage"),
        _ => false,
    });

    private static bool IsScope(string scope) =>
        scope is "Terminating" or "NotTerminating" or "BestEffort" or "NotBestEffort" or "PriorityClass" or "VolumeAttributesClass" or "CrossNamespacePodAffinity";

    private static bool IsQuotaResource(string name) => name != "storage" && ResourceRules.IsStandard(name);

    private static JsonObject Shown(JsonObject selector) =>
        new() { ["MatchExpressions"] = new JsonArray([.. selector.Objects("matchExpressions").Select(e => InternalForm.Of(e, "scopeName", "operator", "values"))]) };
}
