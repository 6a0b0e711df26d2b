using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>The kinds that the controllers know.</summary>
internal static class ClusterKinds
{
    public static readonly ObjectKind Pod = new("", "Pod");
    public static readonly ObjectKind Service = new("", "Service");
    public static readonly ObjectKind Endpoints = new("", "Endpoints");
    public static readonly ObjectKind EndpointSlice = new("discovery.k8s.io", "EndpointSlice");
    public static readonly ObjectKind ConfigMap = new("", "ConfigMap");
    public static readonly ObjectKind Secret = new("", "Secret");
    public static readonly ObjectKind ServiceAccount = new("", "ServiceAccount");
    public static readonly ObjectKind Namespace = new("", "Namespace");
    public static readonly ObjectKind Node = new("", "Node");
    public static readonly ObjectKind ResourceQuota = new("", "ResourceQuota");
    public static readonly ObjectKind Event = new("", "Event");
    public static readonly ObjectKind PersistentVolumeClaim = new("", "PersistentVolumeClaim");
    public static readonly ObjectKind PersistentVolume = new("", "PersistentVolume");
    public static readonly ObjectKind StorageClass = new("storage.k8s.io", "StorageClass");
    public static readonly ObjectKind ReplicaSet = new("apps", "ReplicaSet");
    public static readonly ObjectKind Deployment = new("apps", "Deployment");
    public static readonly ObjectKind StatefulSet = new("apps", "StatefulSet");
    public static readonly ObjectKind DaemonSet = new("apps", "DaemonSet");
    public static readonly ObjectKind ControllerRevision = new("apps", "ControllerRevision");
    public static readonly ObjectKind Job = new("batch", "Job");
    public static readonly ObjectKind CronJob = new("batch", "CronJob");
    public static readonly ObjectKind Ingress = new("networking.k8s.io", "Ingress");
    public static readonly ObjectKind PodDisruptionBudget = new("policy", "PodDisruptionBudget");
    public static readonly ObjectKind HorizontalPodAutoscaler = new("autoscaling", "HorizontalPodAutoscaler");

    public static ObjectKind Of(JsonObject obj)
    {
        string apiVersion = obj.Text("apiVersion") ?? "v1";
        int slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return new ObjectKind(slash < 0 ? "" : apiVersion[..slash], obj.Text("kind") ?? "");
    }

    public static ObjectKey Key(this JsonObject obj) => new(Of(obj), obj.Namespace(), obj.Name());
}
