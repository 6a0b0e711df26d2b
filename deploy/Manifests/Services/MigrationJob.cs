using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// Brings a service's database up to date: the service's own image with the argument <c>migrate</c>, which waits for the database by itself.
/// A Job cannot be changed, so its name carries a hash of its pod: new image or configuration, new Job; nothing new, nothing to run. What its service may do with
/// the API it may not: it has an account of its own, without rights.
/// </summary>
internal static class MigrationJob
{
    public static string NameOf(ServiceEntry service) => $"{service.Name}-migrate";

    public static V1ServiceAccount Account(RenderContext context, ServiceEntry service) => WorkloadParts.Account(context, service, NameOf(service));

    public static V1Job Of(RenderContext context, ServiceEntry service, V1Container container, IEnumerable<V1Volume> volumes)
    {
        container.Args = ["migrate"];
        var template = PodParts.Template(context, service, container, volumes);
        template.Metadata.Annotations = null;
        template.Spec.ServiceAccountName = NameOf(service);
        template.Spec.RestartPolicy = "Never";
        template.Spec.TopologySpreadConstraints = null;
        var metadata = context.Meta(service, NameOf(service));
        metadata.Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal) { [ObjectLabels.Migration] = service.Name };
        metadata.Name = $"{NameOf(service)}-{ContentHash.Of(KubernetesJson.Serialize(template))}";
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = metadata,
            Spec = new V1JobSpec
            {
                BackoffLimit = 3,
                ActiveDeadlineSeconds = (long)context.Environment.Gates.Rollout.Deadline.TotalSeconds,
                Template = template,
            },
        };
    }
}
