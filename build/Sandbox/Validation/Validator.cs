using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Finds everything that is wrong with an object, in the words of a real server.</summary>
internal static class Validator
{
    public static List<Cause> Check(ResourceKind kind, JsonObject obj, JsonObject? old, string subresource)
    {
        var causes = new List<Cause>();
        MetadataRules.Check(kind, obj, old, causes);
        if (subresource == "status")
        {
            if (kind is { Kind: "Service", IsCustom: false }) ServiceRules.Status(obj, causes);
            return causes;
        }
        if (kind.IsCustom)
        {
            CustomRules.Check(kind, obj, causes);
            return causes;
        }
        if (old is not null) ImmutableRules.Check(kind.Kind, obj, old, causes);
        switch (kind.Kind)
        {
            case "Pod":
                if (old is null) PodRules.Spec(obj.Object("spec"), "spec", causes);
                break;
            case "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "CronJob":
                WorkloadRules.Check(kind.Kind, obj, causes);
                if (kind.Kind == "Job" && old is not null) Again(obj, causes);
                break;
            case "Service":
                ServiceRules.Check(obj, causes);
                break;
            case "Ingress":
                IngressRules.Check(obj, causes);
                break;
            case "ConfigMap" or "Secret":
                ConfigRules.Check(kind.Kind, obj, causes);
                break;
            case "PersistentVolumeClaim":
                ClaimRules.Spec(obj.Object("spec"), "spec", causes);
                break;
            case "CustomResourceDefinition":
                DefinitionRules.Check(obj, isNew: old is null, causes);
                break;
            case "PodDisruptionBudget":
                if (obj["spec"].At("minAvailable") is not null && obj["spec"].At("maxUnavailable") is not null)
                {
                    causes.Add(Cause.Invalid("spec", obj["spec"], "minAvailable and maxUnavailable cannot be both set"));
                }
                break;
            case "HorizontalPodAutoscaler":
                if (obj.Number("spec", "maxReplicas") is null or < 1) causes.Add(Cause.Invalid("spec.maxReplicas", obj.Number("spec", "maxReplicas") ?? 0, "must be greater than 0"));
                break;
        }
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
