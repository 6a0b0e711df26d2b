using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// The order of a rollout: what others need comes first. The annotation <c>sitebuilder.dev/wave</c> puts an object elsewhere;
/// the numbers leave room in between.
/// </summary>
internal static class Waves
{
    /// <summary>From here on there is something that runs.</summary>
    public const int Workloads = 30;

    public const int Others = 60;

    /// <summary>The wave of an object.</summary>
    public static int Of(JsonObject item) =>
        int.TryParse(item.Annotation(RolloutNames.WaveAnnotation), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wave) ? wave : OfKind(item.Kind());

    /// <summary>The wave of a kind.</summary>
    public static int OfKind(string kind) => kind switch
    {
        "CustomResourceDefinition" or "Namespace" or "ClusterRole" or "ClusterRoleBinding" => 0,
        "StorageClass" or "IngressClass" or "PriorityClass" or "RuntimeClass" or "PersistentVolume" => 10,
        "ServiceAccount" or "Role" or "RoleBinding" or "ConfigMap" or "Secret" or "PersistentVolumeClaim" or "NetworkPolicy" or "ResourceQuota" or "LimitRange" => 20,
        "StatefulSet" or "Service" => Workloads,
        "Job" => 40,
        "Deployment" or "DaemonSet" or "ReplicaSet" or "Pod" or "CronJob" or "HorizontalPodAutoscaler" or "PodDisruptionBudget" => 50,
        "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding" or "APIService" => 70,
        _ => Others,
    };
}
