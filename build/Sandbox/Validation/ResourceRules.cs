using System.Numerics;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What containers request and are limited to.</summary>
internal static class ResourceRules
{
    public static readonly BigInteger Whole = BigInteger.Pow(10, 9);

    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "storage", "requests.storage",
        "services.nodeports", "services.loadbalancers",
    };

    public static void Check(JsonObject? resources, string path, List<Cause> causes, IReadOnlyCollection<string> claims)
    {
        foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
        {
            foreach (var (name, value) in resources.Object(list) ?? [])
            {
                var place = $"{path}.{list}[{name}]";
                Name(name, place, causes);
                if (!Quantity.TryParse(value!.ToString(), out var amount, out _)) continue;
                if (amount < 0) causes.Add(Cause.Invalid(place, value, "must be greater than or equal to 0"));
                if (name.Contains('/', StringComparison.Ordinal) && amount % Whole != 0) causes.Add(Cause.Invalid(place, value, "must be an integer"));
                if (list == "requests") Request(resources!, name, value, amount, path, causes);
            }
        }
        var names = ((string[])["limits", "requests"]).SelectMany(l => resources.Object(l) ?? []).Select(p => p.Key).ToList();
        if (names.Exists(IsHugePage) && !names.Exists(n => n is "cpu" or "memory")) causes.Add(Cause.Forbidden(path, "HugePages require cpu or memory"));
        var at = 0;
        foreach (var claim in resources.Objects("claims").Select(c => c.Text("name") ?? ""))
        {
            var place = $"{path}.claims[{at++}]";
            if (claim.Length == 0) causes.Add(Cause.Required(place));
            if (claims.Contains(claim)) continue;
            var cause = Cause.NotFound(place, claim);
            causes.Add(cause with { Message = $"{cause.Message}: must be one of the names in pod.spec.resourceClaims{(claims.Count == 0 ? " which is empty" : $": {string.Join(", ", claims.Order(StringComparer.Ordinal))}")}" });
        }
    }

    private static void Request(JsonObject resources, string name, JsonNode value, BigInteger amount, string path, List<Cause> causes)
    {
        var shared = !IsHugePage(name) && !name.Contains('/', StringComparison.Ordinal);
        if (resources.Text("limits", name) is { } limit && Quantity.TryParse(limit, out var most, out _))
        {
            if (!shared && amount != most) causes.Add(Cause.Invalid($"{path}.requests", value, $"must be equal to {name} limit of {limit}"));
            else if (amount > most) causes.Add(Cause.Invalid($"{path}.requests", value, $"must be less than or equal to {name} limit of {limit}"));
        }
        else if (!shared)
        {
            causes.Add(Cause.Required($"{path}.limits", "Limit must be set for non overcommitable resources"));
        }
    }

    private static bool IsHugePage(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>The name of something that containers use.</summary>
    public static void Name(string name, string path, List<Cause> causes)
    {
        if (Names.Qualified(name).Any())
        {
            causes.AddInvalid(path, name, Names.Qualified(name));
            if (!name.Contains('/', StringComparison.Ordinal)) causes.Add(Cause.Invalid(path, name, "must be a standard resource for containers"));
            return;
        }
        if (name.Contains('/', StringComparison.Ordinal) || name is "cpu" or "memory" or "ephemeral-storage" || name.StartsWith("hugepages-", StringComparison.Ordinal)) return;
        if (!IsStandard(name)) causes.Add(Cause.Invalid(path, name, "must be a standard resource type or fully qualified"));
        causes.Add(Cause.Invalid(path, name, "must be a standard resource for containers"));
    }

    /// <summary>What a quota may speak of without a domain before the name.</summary>
    public static bool IsStandard(string name) => Standard.Contains(name) || name.StartsWith("hugepages-", StringComparison.Ordinal) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    /// <summary>The name of any resource.</summary>
    public static bool AnyName(string name, string path, List<Cause> causes)
    {
        var before = causes.Count;
        causes.AddInvalid(path, name, Names.Qualified(name));
        if (causes.Count == before && !name.Contains('/', StringComparison.Ordinal) && !IsStandard(name)) causes.Add(Cause.Invalid(path, name, "must be a standard resource type or fully qualified"));
        return causes.Count == before;
    }

    /// <summary>Not one of Kubernetes' own resources: it cannot be shared and is counted in whole numbers.</summary>
    public static bool IsExtended(string name) => name.IndexOf('/', StringComparison.Ordinal) is > 0 and var at
        && !name.AsSpan(0, at).EndsWith("kubernetes.io") && !name.StartsWith("requests.", StringComparison.Ordinal);
}
