using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What a client is told about an object that is accepted all the same.</summary>
internal static class ObjectWarnings
{
    private delegate IEnumerable<string> Warnings(JsonObject obj, JsonObject? old);

    private static readonly Dictionary<string, Warnings> ByKind = new(StringComparer.Ordinal)
    {
        ["Pod"] = (obj, old) => old is null ? Name(obj, null, "the Pod's hostname").Concat(PodWarnings.Of(obj, "")) : [],
        ["Deployment"] = (obj, old) => Name(obj, old).Concat(Template(obj, old)),
        ["ReplicaSet"] = (obj, old) => Name(obj, old).Concat(Template(obj, old)),
        ["DaemonSet"] = Template,
        ["StatefulSet"] = StatefulSet,
        ["Job"] = (obj, old) => Name(obj, old).Concat(Template(obj, old)),
        ["CronJob"] = CronJob,
        ["Service"] = ServiceTrafficRules.Warnings,
        ["Ingress"] = IngressRules.Warnings,
        ["NetworkPolicy"] = NetworkPolicyRules.Warnings,
        ["PersistentVolume"] = PersistentVolumeRules.Warnings,
        ["PersistentVolumeClaim"] = ClaimRules.Warnings,
        ["StorageClass"] = ClassRules.StorageWarnings,
        ["ResourceQuota"] = QuotaRules.Warnings,
        ["Endpoints"] = EndpointRules.Warnings,
        ["EndpointSlice"] = EndpointRules.SliceWarnings,
        ["CustomResourceDefinition"] = DefinitionRules.Warnings,
    };

    public static IEnumerable<string> Of(ResourceKind kind, JsonObject obj, JsonObject? old, string subresource)
    {
        if (kind.IsCustom) return CustomRules.Warnings(obj, old);
        return subresource.Length == 0 && ByKind.TryGetValue(kind.Kind, out var warnings) ? warnings(obj, old) : [];
    }

    private static IEnumerable<string> Name(JsonObject obj, JsonObject? old, string use = "Pod names and hostnames")
    {
        var problems = old is null ? Names.Label(obj.Text("metadata", "name") ?? "").ToList() : [];
        if (problems.Count > 0) yield return $"metadata.name: this is used in {use}, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', problems)}]";
    }

    private static IEnumerable<string> Template(JsonObject obj, JsonObject? old) => Template(obj.Object("spec"), old.Object("spec"), "spec", old is null);

    /// <summary>Where the object is not new, only the change of its spec is a reason to tell again.</summary>
    private static IEnumerable<string> Template(JsonObject? spec, JsonObject? before, string path, bool isNew) =>
        isNew || !JsonAccess.Same(spec, before) ? PodWarnings.Of(spec.Object("template") ?? [], $"{path}.template.") : [];

    private static IEnumerable<string> StatefulSet(JsonObject obj, JsonObject? old)
    {
        foreach (var warning in Template(obj, old)) yield return warning;
        var at = 0;
        foreach (var claim in obj.Objects("spec", "volumeClaimTemplates"))
        {
            foreach (var warning in ClaimRules.SpecWarnings(claim.Object("spec"), $"spec.volumeClaimTemplates[{at}].{(old is null ? "spec" : "Spec")}")) yield return warning;
            at++;
        }
        if (obj.Number("spec", "revisionHistoryLimit") is < 0) yield return "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended";
    }

    private static IEnumerable<string> CronJob(JsonObject obj, JsonObject? old)
    {
        const string path = "spec.jobTemplate.spec";
        foreach (var warning in Name(obj, old)) yield return warning;
        foreach (var warning in Template(obj.Object("spec", "jobTemplate", "spec"), old?.Object("spec", "jobTemplate", "spec"), path, old is null)) yield return warning;
        if (old is not null && obj.Text("spec", "schedule")?.Contains("TZ", StringComparison.Ordinal) == true)
        {
            yield return "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details";
        }
    }
}
