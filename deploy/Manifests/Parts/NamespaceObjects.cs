using k8s.Models;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>The namespaces of the platform with the Pod Security level that the API server enforces in them, and why it is not the strictest.</summary>
internal static class NamespaceObjects
{
    public static IEnumerable<V1Namespace> Of(RenderContext context) =>
    [
        .. ServiceTable.Namespaces.Select(name => Namespace(context, name, PodSecurityLevel.Restricted)),
        .. NamespaceTable.All.Select(entry => Namespace(context, entry.Name, entry.Level, entry.Why)),
    ];

    private static V1Namespace Namespace(RenderContext context, string name, PodSecurityLevel level, string? why = null)
    {
        var labels = context.Labels(name, name);
        foreach (var mode in (string[])["enforce", "audit", "warn"])
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = level.ToString().ToLowerInvariant();
        }

        return new V1Namespace
        {
            ApiVersion = "v1",
            Kind = "Namespace",
            Metadata = new V1ObjectMeta { Name = name, Labels = labels, Annotations = why is null ? null : new Dictionary<string, string> { [ObjectLabels.Purpose] = why } },
        };
    }
}
