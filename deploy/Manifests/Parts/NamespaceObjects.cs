using k8s.Models;

namespace SiteBuilder.Manifests.Parts;

/// <summary>The namespaces of the platform with the Pod Security level that the API server enforces in them.</summary>
internal static class NamespaceObjects
{
    private const string Restricted = "restricted";

    /// <summary>The ingress controller is the cluster's own: the common ones bind low ports, which <c>restricted</c> forbids.</summary>
    private const string Baseline = "baseline";

    public static IEnumerable<V1Namespace> Of(RenderContext context)
    {
        yield return Namespace(context, "backend", Restricted);
        yield return Namespace(context, "database", Restricted);
        yield return Namespace(context, "frontend", Restricted);
        yield return Namespace(context, "ingress", Baseline);
    }

    private static V1Namespace Namespace(RenderContext context, string name, string level)
    {
        var labels = context.Labels(name, name);
        foreach (var mode in (string[])["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = level;
        }

        return new V1Namespace
        {
            ApiVersion = "v1",
            Kind = "Namespace",
            Metadata = new V1ObjectMeta { Name = name, Labels = labels },
        };
    }
}
