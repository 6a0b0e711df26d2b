using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What is accepted of pods and their templates, but hardly meant or without effect.</summary>
internal static class PodWarnings
{
    private const string NoPod = "a null labelSelector results in matching no pod";

    private static readonly Dictionary<string, string> OldLabels = new(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        ["app.kubernetes.io/created-by"] = "deprecated since v1.9",
        ["scheduler.alpha.kubernetes.io/preferAvoidPods"] = "deprecated since v1.22; use Taints and Tolerations instead",
    };

    private static readonly (string Key, string Message)[] OldAnnotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    private static readonly (string Source, string Message)[] OldVolumes =
    [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"), ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"), ("flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"), ("quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"), ("cephfs", "deprecated in v1.28, non-functional in v1.31+"), ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    /// <param name="pod">A pod or a template.</param>
    /// <param name="path">What stands before its fields: empty, or a path that ends with a dot.</param>
    public static IEnumerable<string> Of(JsonObject pod, string path)
    {
        var spec = pod.Object("spec") ?? [];
        var annotations = pod.Object("metadata", "annotations") ?? [];
        return Scheduling(spec, $"{path}spec")
            .Concat(OldAnnotations.Where(a => annotations.ContainsKey(a.Key)).Select(a => $"{path}metadata.annotations[{a.Key}]: {a.Message}"))
            .Concat(Volumes(spec, $"{path}spec.volumes"))
            .Concat(Repeated(spec, $"{path}spec"))
            .Concat(annotations.ContainsKey("seccomp.security.alpha.kubernetes.io/pod") && spec.At("securityContext", "seccompProfile") is null
                ? [$"{path}metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the \"seccompProfile\" field instead"] : [])
            .Concat(ContainerWarnings.Of(spec, $"{path}spec"))
            .Concat(Rest(spec, $"{path}spec"));
    }

    /// <summary>What is said of a label of nodes that has a newer name, or null.</summary>
    public static string? OldLabel(string key) => OldLabels.GetValueOrDefault(key);

    private static IEnumerable<string> Scheduling(JsonObject spec, string path)
    {
        foreach (var (key, _) in spec.Object("nodeSelector") ?? [])
        {
            if (OldLabel(key) is { } message) yield return $"{path}.nodeSelector[{key}]: {message}";
        }
        var terms = spec.Objects("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").ToList();
        for (var i = 0; i < terms.Count; i++)
        {
            foreach (var warning in Term(terms[i], $"{path}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[{i}]")) yield return warning;
        }
        var preferred = spec.Objects("affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution").ToList();
        for (var i = 0; i < preferred.Count; i++)
        {
            foreach (var warning in Term(preferred[i].Object("preference"), $"{path}.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[{i}].preference")) yield return warning;
        }
        var at = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
        {
            var place = $"{path}.topologySpreadConstraints[{at++}]";
            if (OldLabel(constraint.Text("topologyKey") ?? "") is { } message) yield return $"{place}.topologyKey: {constraint.Text("topologyKey")} is {message}";
            if (constraint["labelSelector"] is null) yield return $"{place}.labelSelector: {NoPod}";
        }
    }

    private static IEnumerable<string> Term(JsonObject? term, string path)
    {
        var at = 0;
        foreach (var expression in term.Objects("matchExpressions"))
        {
            if (OldLabel(expression.Text("key") ?? "") is { } message) yield return $"{path}.matchExpressions[{at}].key: {expression.Text("key")} is {message}";
            at++;
        }
    }

    private static IEnumerable<string> Volumes(JsonObject spec, string path)
    {
        var at = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var place = $"{path}[{at++}]";
            foreach (var (source, message) in OldVolumes)
            {
                if (volume[source] is not null) yield return $"{place}.{(source == "storageos" ? "storageOS" : source)}: {message}";
            }
            foreach (var warning in ClaimRules.SpecWarnings(volume.Object("ephemeral", "volumeClaimTemplate", "spec"), $"{place}.ephemeral.volumeClaimTemplate.spec")) yield return warning;
        }
        foreach (var volume in spec.Objects("volumes"))
        {
            foreach (var _ in volume.Objects("projected", "sources").Where(s => s.Count == 0)) yield return $"volume \"{volume.Text("name")}\" (Projected) has no sources provided";
            foreach (var warning in SamePaths(volume)) yield return warning;
        }
    }

    /// <summary>Files of one volume that would lie at or below each other's path.</summary>
    private static IEnumerable<string> SamePaths(JsonObject volume)
    {
        foreach (var (source, what) in ((string, string)[])[("configMap", $"ConfigMap \"{volume.Text("configMap", "name")}\""), ("secret", $"Secret \"{volume.Text("secret", "secretName")}\""), ("downwardAPI", "DownwardAPI")])
        {
            var paths = volume.Objects(source, "items").Select(i => (i.Text("path") ?? "").Trim('/')).ToList();
            for (var i = 0; i < paths.Count; i++)
            {
                foreach (var other in paths.Take(i).Where(p => p == paths[i] || p.StartsWith($"{paths[i]}/", StringComparison.Ordinal) || paths[i].StartsWith($"{p}/", StringComparison.Ordinal)))
                {
                    yield return $"volume \"{volume.Text("name")}\" ({what}): overlapping paths: \"{paths[i]}\" with \"{other}\"";
                }
            }
        }
    }

    private static IEnumerable<string> Repeated(JsonObject spec, string path)
    {
        foreach (var (list, field) in ((string, string)[])[("hostAliases", "ip"), ("imagePullSecrets", "name")])
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var at = 0;
            foreach (var item in spec.Objects(list))
            {
                var value = item.Text(field) ?? "";
                if (!seen.Add(value)) yield return $"{path}.{list}[{at}].{field}: duplicate {field} \"{value}\"";
                at++;
            }
        }
        var secret = 0;
        foreach (var item in spec.Objects("imagePullSecrets"))
        {
            if (item.Text("name") is null or "") yield return $"{path}.imagePullSecrets[{secret}].name: invalid empty name \"\"";
            secret++;
        }
    }

    private static IEnumerable<string> Rest(JsonObject spec, string path)
    {
        if (spec.Number("terminationGracePeriodSeconds") is < 0) yield return $"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1";
        foreach (var kind in (string[])["podAffinity", "podAntiAffinity"])
        {
            var at = 0;
            foreach (var term in spec.Objects("affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution"))
            {
                if (term["labelSelector"] is null) yield return $"{path}.affinity.{kind}.requiredDuringSchedulingIgnoredDuringExecution[{at}].labelSelector: {NoPod}";
                at++;
            }
            at = 0;
            foreach (var term in spec.Objects("affinity", kind, "preferredDuringSchedulingIgnoredDuringExecution"))
            {
                if (term.At("podAffinityTerm", "labelSelector") is null) yield return $"{path}.affinity.{kind}.preferredDuringSchedulingIgnoredDuringExecution[{at}].podAffinityTerm.labelSelector: {NoPod}";
                at++;
            }
        }
        var server = 0;
        foreach (var warning in spec.Texts("dnsConfig", "nameservers").SelectMany(a => AddressRules.Warnings(a, $"{path}.dnsConfig.nameservers[{server++}]"))) yield return warning;
        var alias = 0;
        foreach (var warning in spec.Objects("hostAliases").SelectMany(a => AddressRules.Warnings(a.Text("ip"), $"{path}.hostAliases[{alias++}].ip"))) yield return warning;
    }
}
