using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Policy;

/// <summary>
/// What every pod of every object must keep to, whoever made the object. Looks at the final objects, just before they are planned;
/// pure. Objects without pods pass.
/// </summary>
public static class ManifestPolicy
{
    /// <summary>The annotation of a pod that needs the token of its service account; its value is the reason.</summary>
    public const string TokenReason = "sitebuilder.dev/service-account-token";

    /// <summary>The names of the rules, in the order of the report.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. PodRules.All.Select(rule => rule.Name), .. ContainerRules.All.Select(rule => rule.Name)];

    /// <summary>Every violation, in the order of the objects; empty when all is well.</summary>
    public static IReadOnlyList<PolicyViolation> Check(IEnumerable<JsonObject> objects) =>
        [.. objects.Select(PodView.Of).OfType<PodView>().SelectMany(Check)];

    private static IEnumerable<PolicyViolation> Check(PodView pod)
    {
        foreach (var rule in PodRules.All)
        {
            if (rule.Find(pod) is { } found)
            {
                yield return new PolicyViolation(pod.Object, null, rule.Name, found, rule.Expected, rule.Remedy);
            }
        }

        foreach (var container in pod.Containers)
        {
            foreach (var rule in ContainerRules.All)
            {
                if (rule.Find(pod, container) is { } found)
                {
                    yield return new PolicyViolation(pod.Object, container.Name, rule.Name, found, rule.Expected, rule.Remedy);
                }
            }
        }
    }
}
