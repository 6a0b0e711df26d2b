using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Parts;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Services;

/// <summary>
/// The web application firewall: the ingress ends TLS and calls it, it calls the services. It is in the namespace <c>frontend</c>, whose Pod Security level
/// and quota it keeps like any service of ours.
/// </summary>
internal static class WafObjects
{
    private const string PortName = "http";
    private const string Scratch = "bodies";
    private const string Folder = "/etc/waf";

    // bodies that wait to be passed on; the largest is that of a signed URL
    private static readonly Quantity ScratchSize = Quantity.Parse("1Gi");

    private static ServiceEntry Waf => ServiceTable.Waf;

    public static IEnumerable<IKubernetesObject<V1ObjectMeta>> Of(RenderContext context)
    {
        if (!Waf.RunsIn(context.Environment))
        {
            return [];
        }

        var settings = Settings(context);
        return
        [
            settings,
            WorkloadParts.Account(context, Waf),
            WorkloadParts.Service(context, Waf, PortName),
            WorkloadParts.Deployment(
                context,
                Waf,
                PodParts.Template(
                    context,
                    Waf,
                    Server(context),
                    [
                        PodParts.Scratch(Scratch, ScratchSize),
                        new V1Volume { Name = "settings", ConfigMap = new V1ConfigMapVolumeSource { Name = settings.Metadata.Name } },
                        .. LeadsToStorage(context) ? [CertificateObjects.TrustVolume()] : Array.Empty<V1Volume>(),
                    ])),
            .. AvailabilityObjects.Of(context, Waf),
        ];
    }

    /// <summary>Named after its content, so that another route, mode or exclusion brings new pods.</summary>
    private static V1ConfigMap Settings(RenderContext context)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["rules.conf"] = WafRules.Of(context.Environment), ["site.conf"] = WafSite.Of(context.Environment) };
        var metadata = context.Meta(Waf);
        metadata.Name = $"{Waf.Name}-{ContentHash.Of(string.Concat(files.Values))}";
        return new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = metadata, Data = files };
    }

    // which alone speaks TLS
    private static bool LeadsToStorage(RenderContext context) => context.Environment.ObjectStorage.Host is not null;

    private static V1Container Server(RenderContext context)
    {
        var container = PodParts.Container(
            context,
            Waf,
            Waf.Name,
            [],
            [
                PodParts.Mount(Scratch, "/var/lib/waf", readOnly: false),
                PodParts.Mount("settings", Folder, readOnly: true),
                .. LeadsToStorage(context) ? [CertificateObjects.TrustMount()] : Array.Empty<V1VolumeMount>(),
            ]);
        container.Ports = [WorkloadParts.Port(PortName, Waf.ContainerPort), WorkloadParts.Port("management", ServiceTable.ManagementPort)];
        ProbeParts.AddHttpProbes(container);
        // nginx closes its port at once when it is asked to stop, so it goes on serving until every router has heard of it
        container.Lifecycle = new V1Lifecycle { PreStop = new V1LifecycleHandler { Exec = new V1ExecAction { Command = ["/bin/sh", "-c", "touch /tmp/draining && sleep 5"] } } };
        return container;
    }
}
