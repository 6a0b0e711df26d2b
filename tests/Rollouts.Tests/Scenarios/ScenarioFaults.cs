using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Wait;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>What is hopeless: the rollout must end, by the right rule and with the right words.</summary>
internal static class ScenarioFaults
{
    private static readonly OldState[] s_nothing = [OldState.None];
    private static readonly OldState[] s_well = [OldState.None, OldState.Good];
    private static readonly string[] s_withJob = [.. ScenarioFault.Sets, "Job"];

    public static IReadOnlyList<ScenarioFault> Hopeless { get; } =
    [
        new("image missing", w => { w.Does("pull-error", "sleep 1"); w.Main["image"] = "localhost:5001/not/there:1"; })
        { Kinds = s_withJob, Rules = [VerdictRules.ImageMissing], Container = "main", Reasons = ["ErrImagePull", "ImagePullBackOff"], IsRealToo = true },
        new("image name", w => w.Main["image"] = "localhost:5001/Not/A/Name:1") { Kinds = s_withJob, Rules = [VerdictRules.ImageName], Container = "main", Reasons = ["InvalidImageName"], IsRealToo = true },
        new("registry away", w => { w.Does("pull-error log=\"dial tcp 10.0.0.1:443: connect: connection refused\"", "sleep 1"); w.Grace("registry-away", $"{w.Between(5, 20)}s"); })
        { Rules = [VerdictRules.RegistryAway], Container = "main", Reasons = ["ErrImagePull", "ImagePullBackOff"] },
        new("key missing", w => { w.Others.Add(Workloads.ConfigMap(w.Namespace, "settings")); Asks(w, "configMapKeyRef", "settings"); })
        { Kinds = s_withJob, Rules = [VerdictRules.ConfigMissing], Container = "main", Reasons = ["CreateContainerConfigError"], IsRealToo = true },
        new("secret missing", w => Asks(w, "secretKeyRef", "nobody")) { Rules = [VerdictRules.ConfigMissing], Container = "main", Reasons = ["CreateContainerConfigError"], IsRealToo = true },
        new("root forbidden", w => w.Main["securityContext"] = Workloads.Node(new { runAsNonRoot = true, runAsUser = 0 }))
        { Rules = [VerdictRules.ConfigRefused], Container = "main", Reasons = ["CreateContainerConfigError"], IsRealToo = true },
        new("crash loop", w => w.Does($"crash exit={w.Between(1, 9)} after={w.Between(0, 2)}s log=\"no database\"", "echo no database; exit 3"))
        { Rules = [VerdictRules.CrashLoop], Container = "main", Reasons = ["CrashLoopBackOff"], IsRealToo = true },
        new("crash loop after a while", w => w.Does($"crash exit=1 after={w.Between(4, 9)}s", "sleep 6; exit 3")) { NeedsProbe = true, Rules = [VerdictRules.CrashLoop], Container = "main", Reasons = ["CrashLoopBackOff"] },
        new("ends well again and again", w => w.Does("complete", "exit 0")) { Rules = [VerdictRules.CrashLoop], Container = "main", Reasons = ["CrashLoopBackOff"], IsRealToo = true },
        new("out of memory", w => w.Does("oom", "tail /dev/zero")) { Rules = [VerdictRules.OutOfMemory], Container = "main", Reasons = ["OOMKilled"] },
        new("init container crashes", w => w.Add("initContainers", "first", "crash exit=4", "exit 4")) { Rules = [VerdictRules.CrashLoop], Container = "first", Reasons = ["CrashLoopBackOff"], IsRealToo = true },
        new("second container crashes", w => w.Add("containers", "side", "crash exit=5", "exit 5")) { Rules = [VerdictRules.CrashLoop], Container = "side", Reasons = ["CrashLoopBackOff"], IsRealToo = true },
        new("job fails", w => { w.Does($"crash exit=5 after={w.Between(0, 3)}s", "exit 5"); w.Spec["backoffLimit"] = w.Between(0, 1); })
        { Kinds = ["Job"], Olds = s_well, Rules = [VerdictRules.JobFailed], Container = "main", IsRealToo = true },
        new("job fails and is removed", w => { w.Does("crash exit=5", "exit 5"); w.Spec["ttlSecondsAfterFinished"] = 0; }) { Kinds = ["Job"], Olds = s_well, Rules = [VerdictRules.JobFailed], IsRealToo = true },
        // what the preflight can count, it refuses: here a limit range gives the pods what they do not ask for
        new("quota", w =>
        {
            w.Others.Add(Workloads.Node(new { apiVersion = "v1", kind = "LimitRange", metadata = new { name = "usual", @namespace = w.Namespace }, spec = new { limits = new[] { new { type = "Container", defaultRequest = new { cpu = "100m" } } } } }));
            w.Others.Add(Quota(w.Namespace, "requests.cpu", "50m"));
        })
        { Kinds = s_withJob, Olds = s_well, Rules = [VerdictRules.QuotaUsed, VerdictRules.CreateDenied], IsRealToo = true },
        new("limit range", w =>
        {
            w.Others.Add(Workloads.Node(new { apiVersion = "v1", kind = "LimitRange", metadata = new { name = "small", @namespace = w.Namespace }, spec = new { limits = new[] { new { type = "Container", max = new { cpu = "100m" } } } } }));
            w.Main["resources"] = Workloads.Node(new { limits = new { cpu = "500m" } });
        })
        { Kinds = s_withJob, Olds = s_well, Rules = [VerdictRules.CreateDenied], IsRealToo = true },
        new("no service account", w => w.PodSpec["serviceAccountName"] = "nobody") { Kinds = s_withJob, Olds = s_well, Rules = [VerdictRules.CreateFails], IsRealToo = true },
        new("mounted ConfigMap missing", w => w.Mounts("configMap", Workloads.Node(new { name = "nobody" }))) { Kinds = s_withJob, Rules = [VerdictRules.MountMissing], Reasons = ["FailedMount"], IsRealToo = true },
        new("claim missing", w => w.Mounts("persistentVolumeClaim", Workloads.Node(new { claimName = "nobody" }))) { Kinds = ["Deployment", "StatefulSet", "Job"], Rules = [VerdictRules.ClaimMissing], Reasons = ["Unschedulable"], IsRealToo = true },
        new("no such node", w => w.PodSpec["nodeSelector"] = Workloads.Node(new { disk = "of-gold" })) { Kinds = ["Deployment", "StatefulSet", "Job"], Rules = [VerdictRules.NoSuchNode], Reasons = ["Unschedulable"], IsRealToo = true },
        new("too large", w => w.Main["resources"] = Workloads.Node(new { requests = new { cpu = "5000" } })) { Kinds = ["Deployment", "StatefulSet", "Job"], Rules = [VerdictRules.NoSuchNode], Reasons = ["Unschedulable"], IsRealToo = true, Foreseen = "a pod asks for cpu 5000" },
        new("progress deadline", w => { w.Does("never-ready", "sleep 100000"); w.Spec["progressDeadlineSeconds"] = w.Between(5, 15); })
        { Kinds = ["Deployment"], Rules = [VerdictRules.ProgressDeadline] },
        new("never ready", w => { w.Does("never-ready", "sleep 100000"); w.Grace("stall", $"{w.Between(8, 20)}s"); }) { Rules = [VerdictRules.Stall] },
        new("start that takes longer than its probe gives", w => { w.Does("never-ready", "sleep 100000"); w.Main["startupProbe"] = Probe(w.Between(20, 40)); }) { Olds = s_well, Rules = [VerdictRules.Stall], Stall = TimeSpan.FromSeconds(12) },
        new("paused", w => w.Spec["paused"] = true) { Kinds = ["Deployment"], Olds = s_well, Rules = [VerdictRules.ObjectFailed], IsRealToo = true },
        new("deleted by somebody", w => w.Does("ready after=100s", "sleep 100000"))
        { Kinds = s_withJob, Olds = s_nothing, Rules = [VerdictRules.Deleted], Meanwhile = async hands => { await hands.WaitAsync(3, 8); await hands.DeleteItAsync(); } },
    ];

    /// <summary>Looks every second, so often.</summary>
    public static JsonObject Probe(int often) => Workloads.Node(new { exec = new { command = new[] { "test", "-f", "/tmp/ready" } }, periodSeconds = 1, failureThreshold = often });

    public static JsonObject Quota(string ns, string of, string most) => Workloads.Node(new { apiVersion = "v1", kind = "ResourceQuota", metadata = new { name = "few", @namespace = ns }, spec = new { hard = new Dictionary<string, string> { [of] = most } } });

    public static void Asks(ScenarioWorkload w, string source, string name) =>
        w.Main["env"] = new JsonArray(new JsonObject { ["name"] = "COLOR", ["valueFrom"] = new JsonObject { [source] = new JsonObject { ["name"] = name, ["key"] = "color" } } });
}
