using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Scenarios;

/// <summary>What passes by itself or is put right in time: the rollout must succeed, and not before all is there.</summary>
internal static class ScenarioTraps
{
    private static readonly OldState[] s_nothing = [OldState.None];
    private static readonly OldState[] s_well = [OldState.None, OldState.Good];
    private static readonly OldState[] s_all = [OldState.None, OldState.Good, OldState.Crashing, OldState.NeverReady, OldState.NoImage];
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(25);

    public static IReadOnlyList<ScenarioFault> Passing { get; } =
    [
        new("well", w => w.Does($"ready after={w.Between(0, 4)}s", $"sleep {w.Between(0, 4)}; touch /tmp/ready; sleep 100000")) { IsRealToo = true },
        new("an older revision comes back", _ => { }) { Kinds = ["Deployment"], Olds = [OldState.GoodThenLate] },
        new("slow to become ready", w => w.Does($"ready after={w.Between(15, 40)}s", "sleep 20; touch /tmp/ready; sleep 100000")),
        new("one early restart", w => w.EndsFirst(1, $"ready after={w.Between(0, 5)}s")) { IsRealToo = true },
        new("two early restarts", w => w.EndsFirst(2, $"ready after={w.Between(0, 15)}s")) { IsRealToo = true },
        new("slow pull", w => w.Does($"slow-pull after={w.Between(15, 60)}s", "true")),
        new("slow pull beyond the stall deadline", w => { w.Does("slow-pull after=70s", "true"); w.Grace("stall", "35s"); }),
        new("push that comes late", w => w.Does($"pull-error until={w.Between(2, 8)}s", "true")),
        new("registry that hiccups", w => w.Does($"pull-error until={w.Between(5, 40)}s log=\"dial tcp 10.0.0.1:443: connect: connection refused\"", "true")),
        new("init container takes its time", w => w.Add("initContainers", "first", $"complete after={w.Between(5, 25)}s", "sleep 5")) { IsRealToo = true },
        new("init container ends badly twice", w => w.Add("initContainers", "first", "crash; crash; complete after=1s", "true")),
        new("minReadySeconds", w => w.Spec["minReadySeconds"] = w.Between(5, 12)) { IsRealToo = true },
        new("minReadySeconds beyond the stall deadline", w => w.Spec["minReadySeconds"] = w.Between(40, 60)) { Olds = s_well, Stall = s_soon },
        new("start that its probe gives minutes", w => { w.Does($"ready after={w.Between(50, 100)}s", "true"); w.Main["startupProbe"] = ScenarioFaults.Probe(120); }) { Olds = s_well, Stall = s_soon },
        new("start that the manifest gives minutes", w => { w.Does($"ready after={w.Between(40, 60)}s", "true"); w.Spec["progressDeadlineSeconds"] = 120; }) { Kinds = ["Deployment"], Olds = s_well, Stall = s_soon },
        new("job that runs for minutes", w => w.Does($"complete after={w.Between(100, 200)}s", "true")) { Kinds = ["Job"], Olds = s_well, Stall = s_soon },
        new("job that tries twice", w => { w.Does("crash; complete after=2s", "true"); w.Spec["backoffLimit"] = 3; w.PodSpec["restartPolicy"] = "OnFailure"; }) { Kinds = ["Job"], Olds = s_well },
        new("job that is removed when it is done", w => { w.Does($"complete after={w.Between(1, 4)}s", "sleep 2"); w.Spec["ttlSecondsAfterFinished"] = 0; }) { Kinds = ["Job"], Olds = s_nothing, IsRealToo = true },
        new("key that comes late", w => ScenarioFaults.Asks(w, "configMapKeyRef", "late"))
        { Kinds = [.. ScenarioFault.Sets, "Job"], Meanwhile = async hands => { await hands.WaitAsync(4, 14); await hands.CreateAsync(Late(hands.Namespace)); }, IsRealToo = true },
        new("mounted ConfigMap that comes late", w => w.Mounts("configMap", Workloads.Node(new { name = "late" })))
        { Kinds = [.. ScenarioFault.Sets, "Job"], Meanwhile = async hands => { await hands.WaitAsync(4, 16); await hands.CreateAsync(Late(hands.Namespace)); }, IsRealToo = true },
        new("mounted ConfigMap that comes late, then a slow pull", w => { w.Mounts("configMap", Workloads.Node(new { name = "late" })); w.Does("slow-pull after=50s", "true"); })
        { Meanwhile = async hands => { await hands.WaitAsync(4, 10); await hands.CreateAsync(Late(hands.Namespace)); } },
        new("service account that comes late", w => w.PodSpec["serviceAccountName"] = "late")
        {
            Kinds = [.. ScenarioFault.Sets, "Job"],
            Olds = s_well,
            Meanwhile = async hands => { await hands.WaitAsync(1, 5); await hands.CreateAsync(Workloads.Node(new { apiVersion = "v1", kind = "ServiceAccount", metadata = new { name = "late", @namespace = hands.Namespace } })); },
        },
        new("quota that others free", w => { w.Others.Add(ScenarioFaults.Quota(w.Namespace, "pods", "1")); if (w.Spec["replicas"] is not null) { w.Spec["replicas"] = 1; } })
        {
            Kinds = [.. ScenarioFault.Sets, "Job"],
            Olds = s_nothing,
            Before = hands => hands.CreateAsync(Workloads.Pod(hands.Namespace, "holder", "sleep 100000")),
            Meanwhile = async hands => { await hands.WaitAsync(4, 12); await hands.DeleteAsync("v1", "Pod", "holder"); },
        },
        new("node that comes late", w => { w.PodSpec["nodeSelector"] = new JsonObject { [$"{w.Namespace}/late"] = "yes" }; w.Grace("no-such-node", "2m"); })
        {
            Kinds = ["Deployment", "StatefulSet"],
            Meanwhile = async hands => { await hands.WaitAsync(12, 40); await hands.EditAsync("v1", "Node", null, await hands.NodeAsync(), new { metadata = new { labels = new Dictionary<string, string> { [$"{hands.Namespace}/late"] = "yes" } } }); },
        },
        new("dependency of the same wave that comes late", w =>
        {
            w.Others.Add(Workloads.SlowDeployment(w.Namespace, "database", w.Between(35, 45)));
            w.EndsFirst(3);
        })
        { Kinds = ["Deployment", "DaemonSet"], Olds = s_nothing },
        new("pod that is drained", w => w.Does($"ready after={w.Between(6, 10)}s", "sleep 6; touch /tmp/ready; sleep 100000"))
        {
            Kinds = ["Deployment", "StatefulSet"],
            Meanwhile = async hands =>
            {
                await hands.WaitAsync(2, 4);
                if ((await hands.PodsAsync()).LastOrDefault(p => p.Annotation(ScenarioWorkload.Revision) == "new") is { } pod)
                {
                    await hands.EvictAsync(pod.Name());
                }
            },
            IsRealToo = true,
        },
        new("deleted and made again", w => w.Does("ready after=6s", "sleep 6; touch /tmp/ready; sleep 100000"))
        {
            Kinds = ["DaemonSet", "Deployment"],
            Olds = s_nothing,
            Meanwhile = async hands => { await hands.WaitAsync(2, 3); await hands.MakeAgainAsync(); },
        },
        new("old revision in any state", w => w.Does("ready after=3s", "sleep 3; touch /tmp/ready; sleep 100000")) { Kinds = ["StatefulSet"], Olds = s_all, IsRealToo = true },
    ];

    private static JsonObject Late(string ns) => Workloads.Node(new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name = "late", @namespace = ns }, data = new { color = "blue" } });
}
