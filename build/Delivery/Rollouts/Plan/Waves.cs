using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// The order of a rollout: what others need comes first. The annotation <c>sitebuilder.dev/wave</c> puts an object elsewhere;
/// the numbers leave room in between. <c>docs/targets.md</c> has the same table for readers.
/// </summary>
internal static class Waves
{
    /// <summary>Without definitions and namespaces nothing else can be written.</summary>
    public const int Definitions = 0;

    /// <summary>A token whose account is not there is deleted by the cluster.</summary>
    private const int Tokens = 21;

    /// <summary>What custom objects make - certificates, secrets, databases - is needed by what runs, and they need configuration.</summary>
    public const int Custom = 25;

    /// <summary>From here on there is something that runs.</summary>
    public const int FirstToRun = 30;

    public const int Workloads = 50;

    public const int Others = 60;

    /// <summary>The wave of an object.</summary>
    public static int Of(JsonObject item) => Asked(item) ?? (CustomObjects.Is(item) ? OfCustom(item) : IsToken(item) ? Tokens : OfKind(item.Kind()));

    /// <summary>The wave that its annotation asks for; null where there is none.</summary>
    public static int? Asked(JsonObject item) =>
        int.TryParse(item.Annotation(RolloutNames.WaveAnnotation), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wave) ? wave : null;

    /// <summary>The wave with which an object goes; the last wave goes first. A custom object goes while what looks after it, and may have to clean up, still runs.</summary>
    public static int OfRemoval(JsonObject live) => CustomObjects.Is(live) ? Math.Max(Of(live), Others) : Of(live);

    private static bool IsToken(JsonObject item) => item.IsSecret() && item.Text("type") == "kubernetes.io/service-account-token";

    private static int OfCustom(JsonObject item) => CustomObjects.RunsPods(item) ? Workloads : CustomObjects.IsRoute(item) ? Others : Custom;

    /// <summary>The wave of a built-in kind.</summary>
    public static int OfKind(string kind) => kind switch
    {
        "CustomResourceDefinition" or "Namespace" or "ClusterRole" or "ClusterRoleBinding" => Definitions,
        "StorageClass" or "IngressClass" or "PriorityClass" or "RuntimeClass" or "PersistentVolume" or "VolumeAttributesClass" or "CSIDriver" or "DeviceClass" or "FlowSchema" or "PriorityLevelConfiguration" => 10,
        "ServiceAccount" or "Role" or "RoleBinding" or "ConfigMap" or "Secret" or "PersistentVolumeClaim" or "NetworkPolicy" or "ResourceQuota" or "LimitRange" or "PodTemplate" or "ResourceClaim" or "ResourceClaimTemplate" => 20,
        "StatefulSet" or "Service" or "Endpoints" or "EndpointSlice" => FirstToRun,
        "Job" => 40,
        "Deployment" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Pod" or "CronJob" or "HorizontalPodAutoscaler" or "PodDisruptionBudget" => Workloads,
        "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding" or "APIService" => 70,
        _ => Others,
    };
}
