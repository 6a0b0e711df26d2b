using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;
using SiteBuilder.Sandbox.Storage.Admission;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Counts what a namespace uses of its ResourceQuotas: the server only adds to it when something is made.</summary>
internal sealed class QuotaController(ClusterState state) : IController
{
    private const string Manager = FieldManagers.Controllers;

    public IReadOnlyCollection<ObjectKind> Watches { get; } =
    [
        ClusterKinds.ResourceQuota, ClusterKinds.Pod, ClusterKinds.Service, ClusterKinds.Secret, ClusterKinds.ConfigMap, ClusterKinds.PersistentVolumeClaim,
        ClusterKinds.Deployment, ClusterKinds.ReplicaSet, ClusterKinds.StatefulSet, ClusterKinds.DaemonSet, ClusterKinds.Job, ClusterKinds.CronJob,
        ClusterKinds.Ingress, ClusterKinds.HorizontalPodAutoscaler, ClusterKinds.ServiceAccount,
    ];

    public IEnumerable<ObjectKey> Affected(ObjectChange change)
    {
        JsonObject obj = change.Object;
        if (ClusterKinds.Of(obj) == ClusterKinds.ResourceQuota)
        {
            return change.Type == ChangeType.Deleted ? [] : [obj.Key()];
        }

        // what is made was counted when it was let in
        bool freed = change.Type == ChangeType.Deleted || (change.Previous is { } before && !before.IsFinished() && obj.IsFinished());
        return freed || change.Type == ChangeType.Modified ? state.List(ClusterKinds.ResourceQuota, obj.Namespace()).Select(quota => quota.Key()) : [];
    }

    public DateTimeOffset? Reconcile(ObjectKey key)
    {
        if (state.Get(key) is { } quota)
        {
            StatusWriter.Write(state, quota, new JsonObject { ["hard"] = quota.At("spec", "hard")?.DeepClone(), ["used"] = Quotas.Used(quota, state) }, Manager);
        }

        return null;
    }
}
