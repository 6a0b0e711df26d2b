using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Controllers;

public sealed class ServiceAndPolicyTests
{
    [Fact]
    public async Task Endpoints_tell_ready_pods_from_others_and_resolve_named_ports()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: Service
            metadata: {name: s}
            spec: {selector: {app: x}, ports: [{name: web, port: 80, targetPort: http}]}
            """);
        Pod(cluster, "ready", "ready", 8080);
        Pod(cluster, "unready", "never-ready", 8081);
        await cluster.Until(() => Endpoints(cluster).Any(subset => subset.Items("addresses").Any()) && Endpoints(cluster).Any(subset => subset.Items("notReadyAddresses").Any()));
        Endpoints(cluster).Where(subset => subset.Items("addresses").Any()).ShouldHaveSingleItem().Items("ports").Select(port => port.Number("port")).ShouldBe([8080L]);
        Endpoints(cluster).Where(subset => subset.Items("notReadyAddresses").Any()).ShouldHaveSingleItem().Items("ports").Select(port => port.Number("port")).ShouldBe([8081L]);
        cluster.State.Delete(new ObjectKey(ClusterKinds.Pod, "default", "ready"));
        await cluster.Until(() => !Endpoints(cluster).Any(subset => subset.Items("addresses").Any()));
    }

    [Fact]
    public async Task Ports_with_the_same_pods_behind_them_share_a_subset()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: Service
            metadata: {name: s}
            spec: {selector: {app: x}, ports: [{name: web, port: 80, targetPort: http}, {name: all, port: 99}]}
            """);
        Pod(cluster, "named", "ready", 8080);
        cluster.Create("{apiVersion: v1, kind: Pod, metadata: {name: plain, labels: {app: x}}, spec: {containers: [{name: c, image: 'app:1'}]}}");
        await cluster.Until(() => Endpoints(cluster).Sum(subset => subset.Items("addresses").Count()) == 3);
        Endpoints(cluster).Select(subset => $"{string.Join(',', subset.Items("ports").Select(port => port.Text("name")))}: {string.Join(',', subset.Items("addresses").Select(address => address.Text("targetRef", "name")))}")
            .ShouldBe(["web: named", "all: named,plain"], ignoreOrder: true);
    }

    [Fact]
    public async Task Endpoints_that_somebody_writes_for_a_service_without_selector_are_mirrored_and_go_with_them()
    {
        await using TestCluster cluster = new();
        cluster.Create("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{name: sql, port: 5432}]}}");
        cluster.Create("""
            apiVersion: v1
            kind: Endpoints
            metadata: {name: s, labels: {app: x}, annotations: {leader: first}}
            subsets: [{addresses: [{ip: 10.89.0.7, hostname: first}], ports: [{name: sql, port: 5432, protocol: TCP}]}]
            """);
        await cluster.Until(() => Mirrored(cluster).Any());
        JsonObject slice = Mirrored(cluster).ShouldHaveSingleItem();
        slice["endpoints"]!.ToJsonString().ShouldBe("""[{"addresses":["10.89.0.7"],"conditions":{"ready":true},"hostname":"first"}]""");
        slice["ports"]!.ToJsonString().ShouldBe("""[{"name":"sql","port":5432,"protocol":"TCP"}]""");
        slice.Map("metadata", "annotations").ShouldBe(new Dictionary<string, string> { ["leader"] = "first" });

        cluster.Change(ClusterKinds.Endpoints, "s", endpoints => endpoints.Items("subsets").First()["addresses"] = new JsonArray(new JsonObject { ["ip"] = "10.89.0.8" }));
        await cluster.Until(() => Mirrored(cluster).Single().Items("endpoints").Single().Texts("addresses").Single() == "10.89.0.8");
        cluster.Change(ClusterKinds.Endpoints, "s", endpoints => endpoints["subsets"] = new JsonArray());
        await cluster.Until(() => !Mirrored(cluster).Any());
    }

    private static IEnumerable<JsonObject> Mirrored(TestCluster cluster) => cluster.List(ClusterKinds.EndpointSlice).Where(slice =>
        slice.Labels().GetValueOrDefault("endpointslice.kubernetes.io/managed-by") == "endpointslicemirroring-controller.k8s.io" && slice.Labels().GetValueOrDefault("app") == "x");

    [Fact]
    public async Task ReplicaSet_adopts_an_orphan_and_lets_go_of_a_pod_relabelled()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "orphan", "ready", 8080);
        JsonObject set = cluster.Create("""
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: r}
            spec:
              replicas: 1
              selector: {matchLabels: {app: x}}
              template: {metadata: {labels: {app: x}}, spec: {containers: [{name: c, image: 'app:1'}]}}
            """);
        await cluster.UntilPod("orphan", pod => Ownership.IsControlledBy(pod, set));
        cluster.List(ClusterKinds.Pod).Count.ShouldBe(1);
        cluster.Change(ClusterKinds.Pod, "orphan", pod => pod.Ensure("metadata", "labels")["app"] = "free");
        await cluster.UntilPod("orphan", pod => Ownership.ControllerOf(pod) is null);
        // the status may still speak of the pod that was let go: the new one decides
        await cluster.Until(() => cluster.List(ClusterKinds.Pod).Count == 2);
        await cluster.Until(() => cluster.Get(ClusterKinds.ReplicaSet, "r").Number("status", "readyReplicas") == 1);
        cluster.List(ClusterKinds.Pod).Count.ShouldBe(2);
    }

    [Fact]
    public async Task DaemonSet_runs_one_pod_on_the_node_and_replaces_it_when_the_template_changes()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: d}
            spec:
              selector: {matchLabels: {app: d}}
              template: {metadata: {labels: {app: d}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: 'app:1'}]}}
            """);
        await cluster.Until(() => cluster.Get(ClusterKinds.DaemonSet, "d").Number("status", "numberAvailable") == 1);
        cluster.Change(ClusterKinds.DaemonSet, "d", set => set.Items("spec", "template", "spec", "containers").First()["image"] = "app:2");
        await cluster.Until(() => cluster.Get(ClusterKinds.DaemonSet, "d").Object("status") is { } status && status.Number("observedGeneration") == 2
            && status.Number("updatedNumberScheduled") == 1 && status.Number("numberAvailable") == 1);
        cluster.List(ClusterKinds.Pod).Where(pod => !pod.IsDeleting()).ShouldHaveSingleItem().Items("spec", "containers").First().Text("image").ShouldBe("app:2");
    }

    [Fact]
    public async Task Autoscaler_keeps_replicas_within_its_bounds_and_says_that_it_has_no_metrics()
    {
        await using TestCluster cluster = new();
        Deployment(cluster, replicas: 1);
        cluster.Create("""
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: h}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 2
              maxReplicas: 3
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
            """);
        await cluster.Until(() => cluster.Get(ClusterKinds.Deployment, "web").Number("status", "availableReplicas") == 2);
        await cluster.Until(() => cluster.Get(ClusterKinds.HorizontalPodAutoscaler, "h")?.Condition("ScalingActive").Text("reason") == "FailedGetResourceMetric");
        cluster.Change(ClusterKinds.Deployment, "web", web => web.Ensure("spec")["replicas"] = 9);
        await cluster.Until(() => cluster.Get(ClusterKinds.Deployment, "web").Number("spec", "replicas") == 3);
    }

    [Fact]
    public async Task Disruption_budget_counts_what_may_go()
    {
        await using TestCluster cluster = new();
        Deployment(cluster, replicas: 3);
        cluster.Create("""
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: b}
            spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
            """);
        await cluster.Until(() => cluster.Get(ClusterKinds.PodDisruptionBudget, "b").Number("status", "disruptionsAllowed") == 1);
        JsonObject budget = cluster.Get(ClusterKinds.PodDisruptionBudget, "b")!;
        (budget.Number("status", "expectedPods"), budget.Number("status", "desiredHealthy"), budget.Number("status", "currentHealthy")).ShouldBe((3, 2, 3));
        budget.Condition("DisruptionAllowed").Text("reason").ShouldBe("SufficientPods");
    }

    [Fact]
    public async Task Claim_in_use_is_kept_until_its_pod_is_gone_and_takes_its_volume_along()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: v}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """);
        cluster.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              terminationGracePeriodSeconds: 1
              volumes: [{name: d, persistentVolumeClaim: {claimName: v}}]
              containers: [{name: c, image: 'app:1', volumeMounts: [{name: d, mountPath: /d}]}]
            """);
        await cluster.UntilPod("p", PodFacts.IsReady);
        cluster.Get(ClusterKinds.PersistentVolumeClaim, "v").Text("status", "capacity", "storage").ShouldBe("1Gi");
        cluster.State.Delete(new ObjectKey(ClusterKinds.PersistentVolumeClaim, "default", "v"));
        cluster.Get(ClusterKinds.PersistentVolumeClaim, "v")!.IsDeleting().ShouldBeTrue();
        cluster.State.Delete(new ObjectKey(ClusterKinds.Pod, "default", "p"));
        await cluster.Until(() => cluster.Get(ClusterKinds.PersistentVolumeClaim, "v") is null);
        await cluster.Until(() => cluster.State.List(ClusterKinds.PersistentVolume).Count == 0);
    }

    [Fact]
    public async Task Events_are_dropped_after_an_hour()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "p", "ready", 8080);
        await cluster.Until(() => cluster.Events("Started").Count == 1);
        cluster.Time.Advance(TimeSpan.FromHours(1));
        await cluster.Until(() => cluster.List(ClusterKinds.Event).Count == 0);
    }

    private static IEnumerable<JsonObject> Endpoints(TestCluster cluster) => cluster.Get(ClusterKinds.Endpoints, "s").Items("subsets");

    private static void Pod(TestCluster cluster, string name, string script, int port) => cluster.Create($$$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{{name}}}}, labels: {app: x}, annotations: {scripted.sitebuilder.dev/c: '{{{{script}}}}'}}
        spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: 'app:1', ports: [{name: http, containerPort: {{{{port}}}}}]}]}
        """);

    private static void Deployment(TestCluster cluster, int replicas) => cluster.Create($$$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: {{{{replicas}}}}
          selector: {matchLabels: {app: web}}
          template: {metadata: {labels: {app: web}}, spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: 'app:1'}]}}
        """);
}
