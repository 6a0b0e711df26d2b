using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Finds everything that is wrong with an object, in the words of a real server.</summary>
internal static class Validator
{
    private delegate void Rules(JsonObject obj, JsonObject? old, List<Cause> causes);

    private static readonly Dictionary<string, Rules> ByKind = new(StringComparer.Ordinal)
    {
        ["Pod"] = PodRules.Pod,
        ["Deployment"] = (obj, _, causes) => WorkloadRules.Check("Deployment", obj, causes),
        ["ReplicaSet"] = (obj, _, causes) => WorkloadRules.Check("ReplicaSet", obj, causes),
        ["StatefulSet"] = (obj, _, causes) => WorkloadRules.Check("StatefulSet", obj, causes),
        ["DaemonSet"] = (obj, _, causes) => WorkloadRules.Check("DaemonSet", obj, causes),
        ["CronJob"] = (obj, _, causes) => WorkloadRules.Check("CronJob", obj, causes),
        ["Job"] = (obj, old, causes) =>
        {
            WorkloadRules.Check("Job", obj, causes);
            if (old is not null) Again(obj, causes);
        },
        ["Service"] = ServiceRules.Check,
        ["Ingress"] = IngressRules.Check,
        ["IngressClass"] = IngressClassRules.Check,
        ["NetworkPolicy"] = NetworkPolicyRules.Check,
        ["ConfigMap"] = (obj, _, causes) => ConfigRules.Check("ConfigMap", obj, causes),
        ["Secret"] = (obj, _, causes) => ConfigRules.Check("Secret", obj, causes),
        ["PersistentVolume"] = PersistentVolumeRules.Check,
        ["PersistentVolumeClaim"] = ClaimRules.Check,
        ["StorageClass"] = ClassRules.Storage,
        ["PriorityClass"] = ClassRules.Priority,
        ["PodDisruptionBudget"] = DisruptionRules.Check,
        ["HorizontalPodAutoscaler"] = AutoscalerRules.Check,
        ["Role"] = RoleRules.Role,
        ["ClusterRole"] = RoleRules.ClusterRole,
        ["RoleBinding"] = RoleRules.Binding,
        ["ClusterRoleBinding"] = RoleRules.ClusterBinding,
        ["Endpoints"] = EndpointRules.Endpoints,
        ["EndpointSlice"] = EndpointRules.Slice,
        ["ResourceQuota"] = QuotaRules.Check,
        ["LimitRange"] = LimitRangeRules.Check,
        ["Lease"] = RecordRules.Lease,
        ["Event"] = RecordRules.Event,
        ["CustomResourceDefinition"] = DefinitionRules.Check,
        ["Namespace"] = NamespaceRules.Check,
        ["ValidatingAdmissionPolicy"] = PolicyRules.Policy,
        ["ValidatingAdmissionPolicyBinding"] = PolicyRules.Binding,
    };

    /// <param name="warn">Takes faults that refuse nothing because they were there before.</param>
    public static List<Cause> Check(ResourceKind kind, JsonObject obj, JsonObject? old, string subresource, Action<string>? warn)
    {
        var causes = new List<Cause>();
        MetadataRules.Check(kind, obj, old, causes);
        if (subresource == "status")
        {
            if (kind is { Kind: "Service", IsCustom: false }) ServiceRules.Status(obj, causes);
            if (kind is { Kind: "Namespace", IsCustom: false }) NamespaceRules.Status(obj, causes);
            if (kind.IsCustom) CustomRules.CheckStatus(kind, obj, old!, causes, warn);
            return causes;
        }
        if (kind.IsCustom)
        {
            CustomRules.Check(kind, obj, old, causes, warn);
            return causes;
        }
        if (old is not null) ImmutableRules.Check(kind.Kind, obj, old, causes);
        if (ByKind.TryGetValue(kind.Kind, out var rules)) rules(obj, old, causes);
        EnumRules.Check(obj, kind.Type, "", causes);
        return causes;
    }

    /// <summary>A real server checks the spec of a Job that is updated twice, and its generated selector once.</summary>
    private static void Again(JsonObject job, List<Cause> causes)
    {
        var again = new List<Cause>();
        WorkloadRules.Check("Job", job, again);
        causes.AddRange(again.Where(c => !c.Message.EndsWith("not auto-generated", StringComparison.Ordinal)));
    }
}
