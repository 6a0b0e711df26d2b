using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage.Admission;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>What the admission plugins of a real server do to a new pod: service account and token volume, priority, tolerations, class of service.</summary>
internal static class PodAdmission
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static void Create(JsonObject pod, ClusterState state, ResourceKind kind)
    {
        var spec = pod.Need("spec");
        var ns = pod.Text("metadata", "namespace") ?? "";
        var name = pod.Text("metadata", "name") ?? "";
        ServiceAccount(spec, ns, name, state, kind);
        Priority(spec, name, state, kind);
        Overhead(spec, name, state, kind);
        Tolerations(spec);
        LimitRanges.Default(pod, state);
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QosClass(spec) };
        if (spec.Objects("schedulingGates").Any()) pod.Need("status")["conditions"] = new JsonArray(Gated(state));
    }

    private static JsonObject Gated(ClusterState state) => new()
    {
        ["type"] = "PodScheduled",
        ["status"] = "False",
        ["lastProbeTime"] = null,
        ["lastTransitionTime"] = JsonAccess.Time(state.Time.GetUtcNow()),
        ["reason"] = "SchedulingGated",
        ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
    };

    /// <summary>Fields a client may leave out of an update.</summary>
    public static void Update(JsonObject pod, JsonObject old)
    {
        var tolerations = pod.Need("spec");
        Tolerations(tolerations);
        if (pod["status"] is JsonObject status && old.Text("status", "qosClass") is { } qos) status["qosClass"] = qos;
    }

    private static void ServiceAccount(JsonObject spec, string ns, string pod, ClusterState state, ResourceKind kind)
    {
        spec.Default("serviceAccountName", spec.Text("serviceAccount") ?? "default");
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        var name = spec.Text("serviceAccountName")!;
        var account = state.Get(new ObjectKey(new ObjectKind("", "ServiceAccount"), ns, name))
            ?? throw Refusal.Forbidden(kind, pod, $"error looking up service account {ns}/{name}: serviceaccount \"{name}\" not found");
        if (spec["imagePullSecrets"] is null && account["imagePullSecrets"] is { } secrets) spec["imagePullSecrets"] = secrets.DeepClone();
        var wanted = spec["automountServiceAccountToken"] is null ? account["automountServiceAccountToken"] is null || account.Flag("automountServiceAccountToken") : spec.Flag("automountServiceAccountToken");
        if (wanted) MountToken(spec);
    }

    private static void MountToken(JsonObject spec)
    {
        var volume = spec.Objects("volumes").Select(v => v.Text("name")).FirstOrDefault(n => n?.StartsWith("kube-api-access-", StringComparison.Ordinal) == true);
        if (volume is null)
        {
            volume = Names.Generate("kube-api-access-");
            if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
            volumes.Add(TokenVolume(volume));
        }
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            if (container.Objects("volumeMounts").Any(m => m.Text("mountPath") == TokenPath)) continue;
            if (container["volumeMounts"] is not JsonArray mounts) container["volumeMounts"] = mounts = [];
            mounts.Add(new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = TokenPath });
        }
    }

    private static JsonObject TokenVolume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = 420,
        },
    };

    private static void Priority(JsonObject spec, string pod, ClusterState state, ResourceKind kind)
    {
        var value = 0L;
        var preemption = "PreemptLowerPriority";
        if (spec.Text("priorityClassName") is { Length: > 0 } name)
        {
            var found = state.Get(new ObjectKey(new ObjectKind("scheduling.k8s.io", "PriorityClass"), "", name))
                ?? throw Refusal.Forbidden(kind, pod, $"no PriorityClass with name {name} was found");
            value = found.Number("value") ?? 0;
            preemption = found.Text("preemptionPolicy") ?? preemption;
        }
        const string computed = "must not be provided in pod spec; priority admission controller computed";
        if (spec.Number("priority") is { } asked && asked != value) throw Refusal.Forbidden(kind, pod, $"the integer value of priority ({asked}) {computed} {value} from the given PriorityClass name");
        if (spec.Text("preemptionPolicy") is { } policy && policy != preemption) throw Refusal.Forbidden(kind, pod, $"the string value of PreemptionPolicy ({policy}) {computed} {preemption} from the given PriorityClass name");
        spec["priority"] = value;
        spec.Default("preemptionPolicy", preemption);
    }

    /// <summary>What the class of runtime needs beside the containers, which is for the class to say.</summary>
    private static void Overhead(JsonObject spec, string pod, ClusterState state, ResourceKind kind)
    {
        JsonObject? overhead = null;
        if (spec.Text("runtimeClassName") is { Length: > 0 } name)
        {
            var runtime = state.Get(new ObjectKey(new ObjectKind("node.k8s.io", "RuntimeClass"), "", name))
                ?? throw Refusal.Forbidden(kind, pod, $"pod rejected: RuntimeClass \"{name}\" not found");
            overhead = runtime.Object("overhead", "podFixed");
        }
        if (overhead is null && spec.Object("overhead") is { Count: > 0 }) throw Refusal.Forbidden(kind, pod, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        if (overhead is null) return;
        if (spec["overhead"] is { } own && !JsonAccess.Same(own, overhead)) throw Refusal.Forbidden(kind, pod, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        spec["overhead"] = overhead.DeepClone();
    }

    private static void Tolerations(JsonObject spec)
    {
        foreach (var key in (ReadOnlySpan<string>)["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
        {
            var taint = key;
            if (spec.Objects("tolerations").Any(t => (t.Text("key") == taint || t.Text("key") is null) && t.Text("effect") is null or "NoExecute")) continue;
            if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
            tolerations.Add(new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    private static string QosClass(JsonObject spec)
    {
        var guaranteed = true;
        var any = false;
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
        {
            foreach (var resource in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                var limit = container.Text("resources", "limits", resource);
                var request = container.Text("resources", "requests", resource);
                any |= limit is not null || request is not null;
                guaranteed &= limit is not null && limit == request;
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }
}
