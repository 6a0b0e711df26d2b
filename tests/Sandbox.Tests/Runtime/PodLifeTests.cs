using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Runtime;

public sealed class PodLifeTests
{
    [Fact]
    public async Task Running_pod_has_the_status_of_a_real_node()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "ready");
        await cluster.UntilPod("p", PodFacts.IsReady);
        JsonObject pod = cluster.Get(ClusterKinds.Pod, "p")!;
        pod.Phase().ShouldBe("Running");
        pod.Items("status", "conditions").Select(condition => $"{condition.Text("type")}={condition.Text("status")}").ShouldBe(
            ["PodReadyToStartContainers=True", "Initialized=True", "Ready=True", "ContainersReady=True", "PodScheduled=True"]);
        pod.Text("status", "podIP").ShouldBe("10.89.0.10");
        JsonObject container = pod.Items("status", "containerStatuses").ShouldHaveSingleItem();
        container.Object("state", "running").ShouldNotBeNull();
        container.Flag("started").ShouldBeTrue();
        cluster.List(ClusterKinds.Event).Select(e => e.Text("reason")).ShouldBe(["Scheduled", "Pulling", "Pulled", "Created", "Started"], ignoreOrder: true);
    }

    [Fact]
    public async Task Crash_loop_backs_off_ten_seconds_and_doubles()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "crash exit=7 log=boom");
        // the first restart is at once
        await cluster.UntilPod("p", pod => Waiting(pod) == ("CrashLoopBackOff", 1));
        JsonObject pod = cluster.Get(ClusterKinds.Pod, "p")!;
        pod.Phase().ShouldBe("Running");
        Container(pod).Text("state", "waiting", "message").ShouldBe($"back-off 10s restarting failed container=c pod=p_default({pod.Uid()})");
        Container(pod).Number("lastState", "terminated", "exitCode").ShouldBe(7);
        pod.Condition("Ready").Text("message").ShouldBe("containers with unready status: [c]");
        cluster.Time.Advance(TimeSpan.FromSeconds(10));
        await cluster.UntilPod("p", changed => Waiting(changed) == ("CrashLoopBackOff", 2));
        Container(cluster.Get(ClusterKinds.Pod, "p")!).Text("state", "waiting", "message").ShouldStartWith("back-off 20s");
        DateTimeOffset ended = Container(cluster.Get(ClusterKinds.Pod, "p")!).Time("lastState", "terminated", "startedAt")!.Value;
        ended.ShouldBe(new DateTimeOffset(2030, 1, 1, 0, 0, 10, TimeSpan.Zero));
        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        await cluster.UntilPod("p", changed => Waiting(changed) == ("CrashLoopBackOff", 3));
        cluster.Events("BackOff").ShouldHaveSingleItem().ShouldBe($"Back-off restarting failed container c in pod p_default({pod.Uid()})");
        using MemoryStream log = new();
        await cluster.Pods.WriteLogAsync(new PodLogRequest(cluster.Get(ClusterKinds.Pod, "p")!, "c") { Previous = true }, log, default);
        Encoding.UTF8.GetString(log.ToArray()).ShouldBe("boom\n");
    }

    [Fact]
    public async Task Image_that_cannot_be_pulled_is_tried_again_after_a_pause()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "pull-error; pull-error");
        await cluster.UntilPod("p", pod => Waiting(pod).Reason == "ImagePullBackOff");
        JsonObject pod = cluster.Get(ClusterKinds.Pod, "p")!;
        pod.Phase().ShouldBe("Pending");
        Container(pod).Text("state", "waiting", "message").ShouldBe(
            "Back-off pulling image \"app:1\": ErrImagePull: manifest for app:1 not found: manifest unknown");
        cluster.Events("Failed").ShouldBe(
            ["Failed to pull image \"app:1\": manifest for app:1 not found: manifest unknown", "Error: ErrImagePull", "Error: ImagePullBackOff"], ignoreOrder: true);
        cluster.Change(ClusterKinds.Pod, "p", changed => changed.Ensure("metadata", "annotations")["scripted.sitebuilder.dev/c"] = "ready");
        await cluster.UntilPodLater("p", TimeSpan.FromSeconds(10), PodFacts.IsReady);
    }

    [Fact]
    public async Task Missing_configuration_is_named_and_the_pod_starts_once_it_is_there()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              containers:
              - name: c
                image: app:1
                envFrom: [{configMapRef: {name: settings}}]
            """);
        await cluster.UntilPod("p", pod => Waiting(pod).Reason == "CreateContainerConfigError");
        Container(cluster.Get(ClusterKinds.Pod, "p")!).Text("state", "waiting", "message").ShouldBe("configmap \"settings\" not found");
        cluster.Create("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {A: b}
            """);
        cluster.Time.Advance(TimeSpan.FromSeconds(5));
        await cluster.UntilPod("p", PodFacts.IsReady);
    }

    [Fact]
    public async Task Volume_of_a_secret_that_is_missing_keeps_the_pod_from_starting()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              automountServiceAccountToken: false
              volumes: [{name: v, secret: {secretName: none}}]
              containers: [{name: c, image: app:1, volumeMounts: [{name: v, mountPath: /v}]}]
            """);
        await cluster.Until(() => cluster.Events("FailedMount").Count > 0);
        cluster.Events("FailedMount").ShouldBe(["MountVolume.SetUp failed for volume \"v\" : secret \"none\" not found"]);
        Waiting(cluster.Get(ClusterKinds.Pod, "p")!).Reason.ShouldBe("ContainerCreating");
    }

    [Fact]
    public async Task Out_of_memory_is_told_as_the_reason_of_the_end()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "oom after=1s", restartPolicy: "Never");
        await cluster.UntilPod("p", PodFacts.IsReady);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await cluster.UntilPod("p", pod => pod.Phase() == "Failed");
        Container(cluster.Get(ClusterKinds.Pod, "p")!).Text("state", "terminated", "reason").ShouldBe("OOMKilled");
        Container(cluster.Get(ClusterKinds.Pod, "p")!).Number("state", "terminated", "exitCode").ShouldBe(137);
    }

    [Fact]
    public async Task Init_containers_run_one_after_the_other_before_the_containers()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              annotations:
                scripted.sitebuilder.dev/one: complete after=1s
                scripted.sitebuilder.dev/two: crash exit=1; complete
            spec:
              initContainers: [{name: one, image: app:1}, {name: two, image: app:1}]
              containers: [{name: c, image: app:1}]
            """);
        await cluster.UntilPod("p", pod => pod.Items("status", "initContainerStatuses").FirstOrDefault().Object("state", "running") is not null);
        Waiting(cluster.Get(ClusterKinds.Pod, "p")!).Reason.ShouldBe("PodInitializing");
        cluster.Get(ClusterKinds.Pod, "p")!.Condition("Initialized").Text("message").ShouldBe("containers with incomplete status: [one two]");
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await cluster.UntilPod("p", PodFacts.IsReady);
        cluster.Get(ClusterKinds.Pod, "p")!.Items("status", "initContainerStatuses").Select(status => status.Number("restartCount")).ShouldBe([0L, 1L]);
    }

    [Fact]
    public async Task Deleted_pod_is_asked_to_end_and_killed_when_its_grace_is_over()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "ready stops=60s", grace: 5);
        await cluster.UntilPod("p", PodFacts.IsReady);
        cluster.State.Delete(new ObjectKey(ClusterKinds.Pod, "default", "p"));
        await cluster.Until(() => cluster.Events("Killing").Count > 0);
        cluster.Events("Killing").ShouldBe(["Stopping container c"]);
        cluster.Get(ClusterKinds.Pod, "p")!.IsDeleting().ShouldBeTrue();
        cluster.Time.Advance(TimeSpan.FromSeconds(6));
        await cluster.Until(() => cluster.Get(ClusterKinds.Pod, "p") is null);
    }

    [Fact]
    public async Task Pod_that_fits_nowhere_says_why()
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              nodeSelector: {no: where}
              containers: [{name: c, image: app:1}]
            """);
        await cluster.UntilPod("p", pod => pod.Condition("PodScheduled").Text("reason") == "Unschedulable");
        const string Why = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, "
            + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";
        cluster.Get(ClusterKinds.Pod, "p")!.Condition("PodScheduled").Text("message").ShouldBe(Why);
        await cluster.Until(() => cluster.Events("FailedScheduling").Count > 0);
        cluster.Events("FailedScheduling").ShouldBe([Why]);
    }

    [Fact]
    public async Task Slow_pull_keeps_the_pod_pending_until_the_image_is_there()
    {
        await using TestCluster cluster = new();
        Pod(cluster, "slow-pull after=30s");
        await cluster.Until(() => cluster.Events("Pulling").Count > 0);
        cluster.Get(ClusterKinds.Pod, "p")!.Phase().ShouldBe("Pending");
        cluster.Time.Advance(TimeSpan.FromSeconds(31));
        await cluster.UntilPod("p", PodFacts.IsReady);
    }

    private static void Pod(TestCluster cluster, string script, string restartPolicy = "Always", int grace = 1) => cluster.Create($$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: p
          annotations: {scripted.sitebuilder.dev/c: '{{script}}'}
        spec:
          restartPolicy: {{restartPolicy}}
          terminationGracePeriodSeconds: {{grace}}
          containers: [{name: c, image: 'app:1'}]
        """);

    private static JsonObject Container(JsonObject pod) => pod.Items("status", "containerStatuses").First();

    private static (string? Reason, long? Restarts) Waiting(JsonObject pod) =>
        pod.Items("status", "containerStatuses").FirstOrDefault() is { } container
            ? (container.Text("state", "waiting", "reason"), container.Number("restartCount"))
            : (null, null);
}
