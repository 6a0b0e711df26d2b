using k8s.Models;
using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>The objects around the pods of a service.</summary>
internal static class WorkloadParts
{
    /// <summary>Finds the pods of a service and nothing else of its namespace.</summary>
    public static V1LabelSelector Selector(ServiceEntry service) => new() { MatchLabels = PodLabels(service) };

    public static IDictionary<string, string> PodLabels(ServiceEntry service) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [ObjectLabels.Name] = service.Name,
    };

    /// <summary>An identity of its own without a token: a pod that calls the API server asks for one itself.</summary>
    /// <param name="context">What it is made from.</param>
    /// <param name="service">Whose it is.</param>
    /// <param name="job">The Job of the service that has one of its own; null = the pods that serve.</param>
    public static V1ServiceAccount Account(RenderContext context, ServiceEntry service, string? job = null) => new()
    {
        ApiVersion = "v1",
        Kind = "ServiceAccount",
        Metadata = context.Meta(service, job),
        AutomountServiceAccountToken = false,
    };

    /// <summary>Pods that replace each other without a gap. The number of pods is left to the autoscaler where there is one.</summary>
    public static V1Deployment Deployment(RenderContext context, ServiceEntry service, V1PodTemplateSpec template)
    {
        foreach (var constraint in template.Spec.TopologySpreadConstraints ?? [])
        {
            // those that are about to go count for nothing: the pods that stay would be where the others left room
            constraint.MatchLabelKeys = ["pod-template-hash"];
        }

        return new V1Deployment
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = context.Meta(service),
            Spec = new V1DeploymentSpec
            {
                Replicas = context.SettingsOf(service).Autoscale is null ? context.SettingsOf(service).Replicas : null,
                RevisionHistoryLimit = 3,
                ProgressDeadlineSeconds = (int)context.Environment.Gates.Rollout.StallDeadline.TotalSeconds,
                Selector = Selector(service),
                Strategy = new V1DeploymentStrategy
                {
                    Type = "RollingUpdate",
                    RollingUpdate = new V1RollingUpdateDeployment { MaxUnavailable = 0, MaxSurge = 1 },
                },
                Template = template,
            },
        };
    }

    public static V1Service Service(RenderContext context, ServiceEntry service, string portName) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = context.Meta(service),
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            Selector = PodLabels(service),
            Ports = [new V1ServicePort { Name = portName, Port = service.Port, TargetPort = portName, Protocol = "TCP" }],
            SessionAffinity = RouteTable.IsSticky(service) ? "ClientIP" : null,
        },
    };

    /// <summary>The name of the Service that gives every pod of a StatefulSet a DNS name of its own.</summary>
    public static string HeadlessName(ServiceEntry service) => $"{service.Name}-pods";

    /// <summary>A Service that leads to one pod of a StatefulSet, before it is ready too: an address that stays when the pod goes. It is named like the pod.</summary>
    public static V1Service Member(RenderContext context, ServiceEntry service, int number, IList<V1ServicePort> ports) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = context.Meta(service, $"{service.Name}-{number}"),
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            PublishNotReadyAddresses = true,
            Selector = new SortedDictionary<string, string>(PodLabels(service), StringComparer.Ordinal) { [ObjectLabels.PodName] = $"{service.Name}-{number}" },
            Ports = ports,
        },
    };

    /// <summary>Gives every pod a DNS name of its own, before it is ready too.</summary>
    public static V1Service Headless(RenderContext context, ServiceEntry service, string portName) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = context.Meta(service, HeadlessName(service)),
        Spec = new V1ServiceSpec
        {
            ClusterIP = "None",
            PublishNotReadyAddresses = true,
            Selector = PodLabels(service),
            Ports = [new V1ServicePort { Name = portName, Port = service.Port, TargetPort = portName, Protocol = "TCP" }],
        },
    };

    /// <summary>The volume <c>data</c> of each pod of a StatefulSet.</summary>
    /// <param name="context">What it is made from.</param>
    /// <param name="service">Whose it is.</param>
    /// <param name="storage">Its size.</param>
    /// <param name="storageClass">Its class; null = the cluster's default.</param>
    public static V1PersistentVolumeClaim Claim(RenderContext context, ServiceEntry service, Quantity storage, string? storageClass) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = new V1ObjectMeta { Name = "data", Labels = context.Labels(service.Name, service.Namespace) },
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = storageClass,
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new(storage.ToString()) },
            },
        },
    };

    public static V1ContainerPort Port(string name, int number) => new() { Name = name, ContainerPort = number, Protocol = "TCP" };
}
