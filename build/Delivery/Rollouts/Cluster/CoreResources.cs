namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>The kinds that the engine itself works with; every API server serves them.</summary>
internal static class CoreResources
{
    public static readonly ApiResource Namespace = new("v1", "Namespace", "namespaces", false);
    public static readonly ApiResource Secret = new("v1", "Secret", "secrets", true);
    public static readonly ApiResource ConfigMap = new("v1", "ConfigMap", "configmaps", true);
    public static readonly ApiResource PersistentVolumeClaim = new("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);
    public static readonly ApiResource Pod = new("v1", "Pod", "pods", true);
    public static readonly ApiResource Event = new("v1", "Event", "events", true);
    public static readonly ApiResource ReplicaSet = new("apps/v1", "ReplicaSet", "replicasets", true);
    public static readonly ApiResource Node = new("v1", "Node", "nodes", false);
    public static readonly ApiResource ResourceQuota = new("v1", "ResourceQuota", "resourcequotas", true);
    public static readonly ApiResource PodDisruptionBudget = new("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", true);
    public static readonly ApiResource AccessReview = new("authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false);
    public static readonly ApiResource Definition = new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", false);
    public static readonly ApiResource Lease = new("coordination.k8s.io/v1", "Lease", "leases", true);
}
