using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Platform.Policy.References;

namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>What one object of a release says about another must be true. Looks at the final objects, just before they are planned; pure.</summary>
public static class ManifestReferences
{
    private static readonly IReadOnlyList<Func<ObjectSet, IEnumerable<PolicyViolation>>> s_checks =
    [
        SelectorReferences.Services, SelectorReferences.Budgets, SelectorReferences.Policies, NameReferences.Mounts, NameReferences.Autoscalers, CertificateReferences.Hosts,
    ];

    /// <summary>Everything that is not true, by object; empty when all is well.</summary>
    public static IReadOnlyList<PolicyViolation> Check(IReadOnlyCollection<JsonObject> objects)
    {
        var set = new ObjectSet(objects);
        return [.. s_checks.SelectMany(check => check(set)).OrderBy(violation => violation.Object, StringComparer.Ordinal)];
    }
}
